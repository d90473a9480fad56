package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.wire.GradeSnapshot;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tiers set by hand. */
@RestController
@RequestMapping("/v1/customers/{id}/override")
@Tag(name = "overrides", description = "Tiers set by hand, with a reason and perhaps an end")
class OverridesController {

    private final Customers customers;
    private final Ordering ordering;
    private final Clock clock;

    OverridesController(Customers customers, Ordering ordering, Clock clock) {
        this.customers = customers;
        this.ordering = ordering;
        this.clock = clock;
    }

    @PutMapping
    @Operation(
            summary = "Set a customer's tier by hand, or change how it is set",
            description =
                    "200 with the customer once it applies; 202 with the address of the order when that takes longer")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = CustomerView.class)))
    @AnswersToAnOrder
    ResponseEntity<?> set(@PathVariable String id, @RequestBody OverrideRequest request, Principal caller) {
        GradeSnapshot before = customers.known(id);
        Tier tier = request.tier();
        String reason = request.reason();
        List<Violation> violations = violations(request);
        if (tier == null || reason == null || !violations.isEmpty()) {
            throw InvalidRequestException.rules(violations);
        }
        return Answers.of(
                ordering.setOverride(before, tier, reason.strip(), request.until(), caller.getName()),
                applied -> customers.after(applied, id));
    }

    @DeleteMapping
    @Operation(summary = "Let the computed tier apply again")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = CustomerView.class)))
    @AnswersToAnOrder
    ResponseEntity<?> remove(@PathVariable String id, Principal caller) {
        GradeSnapshot before = customers.known(id);
        return Answers.of(ordering.removeOverride(before, caller.getName()), applied -> customers.after(applied, id));
    }

    private List<Violation> violations(OverrideRequest request) {
        List<Violation> violations = new ArrayList<>();
        if (request.tier() == null) {
            violations.add(new Violation("/tier", "MISSING", "A, B or C is required."));
        }
        if (request.reason() == null || request.reason().isBlank()) {
            violations.add(new Violation("/reason", "MISSING", "Say why, for those who look at it later."));
        } else if (request.reason().length() > 1000) {
            violations.add(new Violation("/reason", "TOO_LONG", "Must have at most 1000 characters."));
        }
        if (request.until() != null && !request.until().isAfter(clock.instant())) {
            violations.add(new Violation("/until", "HAS_PASSED", "Must be in the future, or absent for no end."));
        } else if (request.until() != null) {
            try {
                Rules.time("until", request.until());
            } catch (InvalidEventException beyond) {
                violations.add(
                        new Violation("/until", "RANGE", "Must be before the year 10000, or absent for no end."));
            }
        }
        return violations;
    }

    /** A tier to be set by hand. */
    record OverrideRequest(
            @Schema(example = "A", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Tier tier,

            @Schema(example = "Key account, agreed with sales", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String reason,

            @Schema(example = "2027-01-01T00:00:00Z", description = "when it ends by itself") @Nullable Instant until) {}
}
