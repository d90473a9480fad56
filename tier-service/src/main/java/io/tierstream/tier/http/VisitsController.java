package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.http.RecordingVisits.Visit;
import io.tierstream.tier.http.RecordingVisits.VisitRequest;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes visits from people; whoever has a system for them publishes events instead. */
@RestController
@Tag(name = "visits", description = "Visits to customers")
class VisitsController {

    private final RecordingVisits recording;

    VisitsController(RecordingVisits recording) {
        this.recording = recording;
    }

    @PostMapping("/v1/visits")
    @Operation(
            summary = "Record a visit",
            description = "201 once it is stored for good. The same visitId again has no effect.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"customerId": "acme", "at": "2026-11-20T10:00:00Z", "note": "Met the new buyer"}"""))))
    @ApiResponse(responseCode = "201")
    ResponseEntity<Visit> record(@RequestBody VisitRequest request, Principal caller) {
        return ResponseEntity.status(HttpStatus.CREATED).body(recording.record(request, caller.getName()));
    }
}
