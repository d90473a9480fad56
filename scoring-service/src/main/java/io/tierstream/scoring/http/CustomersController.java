package io.tierstream.scoring.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.Evidence;
import io.tierstream.scoring.streams.CustomerQueries;
import io.tierstream.scoring.streams.CustomerQueries.Elsewhere;
import io.tierstream.scoring.streams.CustomerQueries.Found;
import io.tierstream.scoring.streams.CustomerQueries.Here;
import io.tierstream.scoring.streams.ScoreTranslator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A customer's figures, and the entries that make them. */
@RestController
class CustomersController {

    private final CustomerQueries customers;
    private final OtherInstances others;
    private final ScoringProperties properties;

    CustomersController(CustomerQueries customers, OtherInstances others, ScoringProperties properties) {
        this.customers = customers;
        this.others = others;
        this.properties = properties;
    }

    @Operation(summary = "A customer's rolling figures, points and flags")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CustomerScored.class)))
    @GetMapping(path = "/v1/customers/{customerId}/metrics", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> metrics(@PathVariable String customerId, HttpServletRequest request) {
        return whereItIs(customerId, request, partition -> {
            Found found = customers.find(partition, customerId).orElseThrow(() -> unknown(customerId));
            return ScoreTranslator.published(
                    customerId, found.version(), found.score(), properties.baseCurrency(), found.asOf());
        });
    }

    @Operation(summary = "The entries that make a figure; their values add up to it exactly")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EvidenceAnswer.class)))
    @GetMapping(
            path = "/v1/customers/{customerId}/metrics/{metric}/evidence",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> evidence(
            @PathVariable String customerId,
            @PathVariable String metric,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable String cursor,
            HttpServletRequest request) {
        if (!Evidence.METRICS.contains(metric)) {
            throw new RequestProblem(
                    HttpStatus.NOT_FOUND, "There is no metric of that name; there are " + Evidence.METRICS);
        }
        Page page = Page.of(limit, cursor);
        return whereItIs(customerId, request, partition -> {
            Found found = customers.find(partition, customerId).orElseThrow(() -> unknown(customerId));
            Evidence evidence =
                    customers.evidence(partition, customerId, metric).orElseThrow(() -> unknown(customerId));
            return EvidenceAnswer.of(customerId, evidence, found, properties.baseCurrency(), page);
        });
    }

    private ResponseEntity<byte[]> whereItIs(
            String customerId, HttpServletRequest request, IntFunction<Object> answer) {
        return switch (customers.locate(customerId)) {
            case Here here ->
                ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(EventJson.mapper().writeValueAsBytes(answer.apply(here.partition())));
            case Elsewhere elsewhere -> others.ask(elsewhere.address(), request);
        };
    }

    private static RequestProblem unknown(String customerId) {
        return new RequestProblem(HttpStatus.NOT_FOUND, "Nothing is known of a customer " + customerId);
    }
}
