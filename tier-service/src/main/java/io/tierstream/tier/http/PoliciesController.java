package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.EventJson;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.MongoPolicies;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Grading policies. */
@RestController
@Tag(name = "policies", description = "Grading policies: the one in force, earlier ones and drafts")
class PoliciesController {

    private final Policies policies;
    private final MongoPolicies kept;
    private final Ordering ordering;
    private final Clock clock;

    PoliciesController(Policies policies, MongoPolicies kept, Ordering ordering, Clock clock) {
        this.policies = policies;
        this.kept = kept;
        this.ordering = ordering;
        this.clock = clock;
    }

    @GetMapping("/v1/policy")
    @Operation(summary = "The policy in force")
    ObjectNode inForce() {
        Policy policy = policies.inForce();
        return view(row(policy), policy);
    }

    @GetMapping("/v1/policies")
    @Operation(summary = "All policies, drafts included, the latest first")
    Page<ObjectNode> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Policy inForce = policies.inForce();
        int wanted = Parameters.limit(limit);
        Slice<PolicyRow> rows = kept.list(Parameters.cursor(cursor, PolicyRow.ORDER), wanted);
        Page<ObjectNode> page = Page.of(rows.map(row -> view(row, inForce)));
        PolicyRow initial = Policies.initial();
        boolean initialIsMissing = rows.next().isEmpty()
                && rows.items().size() < wanted
                && rows.items().stream().noneMatch(row -> row.version() == initial.version());
        if (!initialIsMissing) {
            return page;
        }
        List<ObjectNode> items = new ArrayList<>(page.items());
        items.add(view(initial, inForce));
        return new Page<>(items, null);
    }

    @GetMapping("/v1/policies/{version}")
    @Operation(summary = "One policy")
    ObjectNode get(@PathVariable String version) {
        return view(row(known(version)), policies.inForce());
    }

    @PostMapping("/v1/policies")
    @Operation(
            summary = "Draft a policy",
            description = "What the draft leaves out, at any depth, it takes from the policy in force.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"weights": {"volume": 20, "profit": 70}, "shares": {"A": 15}, "comment": "Profit first"}"""))))
    ResponseEntity<ObjectNode> draft(@RequestBody DraftRequest request, Principal author) {
        Policy inForce = policies.inForce();
        GradingPolicy merged = accepted(request.toDraft().over(WireTranslator.toDomain(inForce), 1));
        PolicyRow draft = kept.draft(
                version -> json(withVersion(merged, version)),
                inForce.policyVersion() + 1L,
                author.getName(),
                clock.instant());
        ordering.drafted(json(inForce), draft.policy(), draft.version(), author.getName());
        return ResponseEntity.created(URI.create("/v1/policies/" + draft.version()))
                .body(view(draft, inForce));
    }

    @PostMapping("/v1/policies/{version}/activate")
    @Operation(
            summary = "Have a policy take over",
            description = "200 once everyone is graded by it; 202 with the address of the order when that takes longer")
    ResponseEntity<?> activate(@PathVariable String version, Principal caller) {
        Policy wanted = known(version);
        return Answers.of(
                ordering.activate(policies.inForce(), wanted, caller.getName()),
                _applied -> view(row(wanted), policies.inForce()));
    }

    private Policy known(String version) {
        Optional<Policy> policy =
                version.matches("\\d{1,9}") ? policies.find(Long.parseLong(version)) : Optional.empty();
        return policy.orElseThrow(() -> InvalidRequestException.notFound("There is no policy of this version."));
    }

    private PolicyRow row(Policy policy) {
        return kept.find(policy.policyVersion())
                .orElseGet(() -> new PolicyRow(policy.policyVersion(), json(policy), null, null, null, null));
    }

    private static GradingPolicy accepted(PolicyDraft.Outcome outcome) {
        return switch (outcome) {
            case PolicyDraft.Outcome.Accepted accepted -> accepted.policy();
            case PolicyDraft.Outcome.Rejected rejected ->
                throw InvalidRequestException.rules(rejected.violations().stream()
                        .map(violation -> new Violation(violation.pointer(), violation.code(), violation.message()))
                        .toList());
        };
    }

    private static Policy withVersion(GradingPolicy merged, long version) {
        Policy policy = WireTranslator.toWire(merged);
        return new Policy(
                Math.toIntExact(version),
                policy.weights(),
                policy.mode(),
                policy.shares(),
                policy.thresholds(),
                policy.demotionMargin(),
                policy.demotionGrace(),
                policy.minimumDwell(),
                policy.comment());
    }

    private static ObjectNode json(Policy policy) {
        return EventJson.mapper().valueToTree(policy);
    }

    private static ObjectNode view(PolicyRow row, Policy inForce) {
        ObjectNode view = row.policy().deepCopy();
        boolean active = row.version() == inForce.policyVersion();
        view.put(
                "state",
                active ? "ACTIVE" : row.activatedAt() == null && row.createdAt() != null ? "DRAFT" : "RETIRED");
        put(view, "author", row.author());
        put(view, "createdAt", row.createdAt());
        put(view, "activatedBy", row.activatedBy());
        put(view, "activatedAt", row.activatedAt());
        return view;
    }

    private static void put(ObjectNode view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value.toString());
        }
    }
}
