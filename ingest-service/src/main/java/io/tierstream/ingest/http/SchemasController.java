package io.tierstream.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Schemas;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Shows the JSON Schemas (2020-12) of what can be published. */
@RestController
class SchemasController {

    /** A type that can be published, the topic it goes to, and where its schema is. */
    record Entry(String type, String topic, String schema) {}

    record Entries(List<Entry> items) {}

    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");

    @Operation(summary = "The types that can be published, and where the schema of each is")
    @GetMapping("/v1/schemas")
    Entries all() {
        return new Entries(EventTypes.inputs().stream()
                .map(type -> new Entry(
                        type.name(),
                        type.topic(),
                        UriComponentsBuilder.fromPath("/v1/schemas/{type}")
                                .build(type.name())
                                .toString()))
                .toList());
    }

    @Operation(summary = "The JSON Schema of the data of a type")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = "object")))
    @ApiResponse(responseCode = "404", description = "There is no such type", content = @Content)
    @GetMapping("/v1/schemas/{type}")
    ResponseEntity<String> one(@PathVariable String type) {
        EventType found = EventTypes.inputs().stream()
                .filter(candidate -> candidate.name().equals(type))
                .findFirst()
                .orElseThrow(() -> new RequestProblem(
                        HttpStatus.NOT_FOUND,
                        "There is no such type that can be published; GET /v1/schemas lists them."));
        return ResponseEntity.ok().contentType(SCHEMA).body(Schemas.text(found));
    }
}
