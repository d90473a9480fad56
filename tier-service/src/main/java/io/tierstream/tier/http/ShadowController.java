package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoShadow.Candidate;
import io.tierstream.tier.mongo.MongoShadow.Comparison;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.policy.ShadowPolicy;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The policy that runs in shadow beside the one in force. */
@RestController
@RequestMapping("/v1/shadow")
@Tag(name = "policies")
class ShadowController {

    private final ShadowPolicy shadow;

    ShadowController(ShadowPolicy shadow) {
        this.shadow = shadow;
    }

    /** Which policy is to run in shadow. */
    record ShadowRequest(
            @Schema(example = "2", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Integer policyVersion) {}

    /**
     * The policy in shadow and what its comparisons came to, the latest first.
     *
     * @param policyVersion absent when none runs in shadow; there are no items then
     */
    record ShadowView(
            @Nullable Long policyVersion,
            @Nullable String chosenBy,
            @Nullable Instant since,
            Duration every,
            List<ObjectNode> items,
            @Nullable String next) {}

    @GetMapping
    @Operation(
            summary = "The policy in shadow, and what would have differed each time",
            description = "Each item is the summary of a simulation: customers, moved, matrix, tiers, cutOffsNow and"
                    + " cutOffsThen, inForce (the policy it was compared with) and comparedAt.")
    ShadowView get(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int wanted = Parameters.limit(limit);
        Optional<Cursor> after = Parameters.cursor(cursor, Comparison.ORDER);
        Candidate candidate = shadow.candidate().orElse(null);
        if (candidate == null) {
            return new ShadowView(null, null, null, shadow.every(), List.of(), null);
        }
        Slice<Comparison> comparisons = shadow.comparisons(candidate.version(), after.orElse(null), wanted);
        return new ShadowView(
                candidate.version(),
                candidate.by(),
                candidate.since(),
                shadow.every(),
                comparisons.items().stream().map(ShadowController::view).toList(),
                comparisons.next().map(Cursor::encoded).orElse(null));
    }

    @PutMapping
    @Operation(summary = "Have a policy run in shadow, and compare it now")
    ShadowView choose(@RequestBody ShadowRequest request, Principal caller) {
        Integer version = request.policyVersion();
        if (version == null) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/policyVersion", "MISSING", "Say which policy.")));
        }
        return switch (shadow.choose(version, caller.getName())) {
            case CHOSEN -> get(null, null);
            case UNKNOWN_POLICY -> throw InvalidRequestException.notFound("There is no policy of this version.");
            case IN_FORCE ->
                throw new InvalidRequestException(
                        HttpStatus.CONFLICT,
                        "There is nothing to compare.",
                        List.of(new Violation("/policyVersion", "IN_FORCE", "This policy is in force already.")));
        };
    }

    @DeleteMapping
    @Operation(summary = "End the shadow; what was compared stays")
    @ApiResponse(responseCode = "204")
    ResponseEntity<Void> end(Principal caller) {
        shadow.end(caller.getName());
        return ResponseEntity.noContent().build();
    }

    private static ObjectNode view(Comparison comparison) {
        return comparison.summary().deepCopy().put("comparedAt", comparison.at().toString());
    }
}
