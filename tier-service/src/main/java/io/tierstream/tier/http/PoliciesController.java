package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDifference;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.policy.PolicyWorkbench;
import io.tierstream.tier.wire.Policy;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
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
    private final PolicyWorkbench workbench;
    private final Ordering ordering;

    PoliciesController(Policies policies, PolicyWorkbench workbench, Ordering ordering) {
        this.policies = policies;
        this.workbench = workbench;
        this.ordering = ordering;
    }

    /** Why a policy is activated. */
    record ActivationRequest(
            @Schema(example = "Agreed with sales") @Nullable String comment) {}

    /** In what a policy differs from another one. */
    record Differences(long from, long to, List<PolicyDifference> items) {}

    @GetMapping("/v1/policy")
    @Operation(summary = "The policy in force")
    ObjectNode inForce() {
        Policy policy = policies.inForce();
        return view(known(Integer.toString(policy.policyVersion())), policy);
    }

    @GetMapping("/v1/policies")
    @Operation(summary = "All policies, drafts included, the latest first")
    Page<ObjectNode> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Policy inForce = policies.inForce();
        return Page.of(policies.list(Parameters.cursor(cursor, PolicyRow.ORDER), Parameters.limit(limit))
                .map(row -> view(row, inForce)));
    }

    @GetMapping("/v1/policies/{version}")
    @Operation(summary = "One policy")
    ObjectNode get(@PathVariable String version) {
        return view(known(version), policies.inForce());
    }

    @GetMapping("/v1/policies/{version}/differences")
    @Operation(summary = "In what a policy differs from another one, field by field")
    Differences differences(
            @PathVariable String version,
            @Parameter(description = "the version before; default: the one in force", example = "1")
                    @RequestParam(required = false)
                    @Nullable String from) {
        Policy to = Policies.policy(known(version).policy());
        Policy before = from == null || from.isEmpty()
                ? policies.inForce()
                : Policies.policy(known(from).policy());
        return new Differences(before.policyVersion(), to.policyVersion(), PolicyWorkbench.differences(before, to));
    }

    @PostMapping("/v1/policies")
    @Operation(
            summary = "Draft a policy",
            description = "What the draft leaves out, at any depth, it takes from the policy in force.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"weights": {"volume": 20, "profit": 70}, "shares": {"A": 15}, "comment": "Profit first"}"""))))
    @ApiResponse(responseCode = "201", description = "Kept; Location says where")
    ResponseEntity<ObjectNode> draft(@RequestBody DraftRequest request, Principal author) {
        PolicyRow draft = workbench.keep(accepted(workbench.check(request.toDraft())), author.getName());
        return ResponseEntity.created(URI.create("/v1/policies/" + draft.version()))
                .body(view(draft, policies.inForce()));
    }

    @PostMapping("/v1/policies/{version}/activate")
    @Operation(
            summary = "Have a policy take over",
            description = "200 once everyone is graded by it; 202 with the address of the order when that takes longer;"
                    + " 403 to its author where a second pair of eyes is required")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
    @ApiResponse(
            responseCode = "403",
            description = "A second pair of eyes is required, or the caller may not activate",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class)))
    @AnswersToAnOrder
    ResponseEntity<?> activate(
            @PathVariable String version,
            @RequestBody(required = false) @Nullable ActivationRequest request,
            Principal caller) {
        PolicyRow wanted = known(version);
        String comment = request == null ? null : request.comment();
        return switch (workbench.activate(wanted.version(), comment, caller.getName())) {
            case PolicyWorkbench.Activation.Ordered ordered ->
                Answers.of(ordering.takenOver(ordered.command()), _applied -> get(version));
            case PolicyWorkbench.Activation.Unknown ignored -> throw unknown();
            case PolicyWorkbench.Activation.NeedsSecondPairOfEyes ignored ->
                throw new InvalidRequestException(
                        HttpStatus.FORBIDDEN,
                        "A second pair of eyes is required.",
                        List.of(new Violation(
                                "",
                                "SECOND_PAIR_OF_EYES",
                                "You drafted this policy, so another admin must activate it.")));
            case PolicyWorkbench.Activation.CommentTooLong tooLong ->
                throw InvalidRequestException.rules(List.of(
                        new Violation("/comment", "TOO_LONG", "Must have at most " + tooLong.most() + " characters.")));
        };
    }

    private PolicyRow known(String version) {
        Optional<PolicyRow> policy =
                version.matches("\\d{1,9}") ? policies.row(Long.parseLong(version)) : Optional.empty();
        return policy.orElseThrow(PoliciesController::unknown);
    }

    private static InvalidRequestException unknown() {
        return InvalidRequestException.notFound("There is no policy of this version.");
    }

    /** The policy, or what is wrong with the draft. */
    static GradingPolicy accepted(PolicyDraft.Outcome outcome) {
        return switch (outcome) {
            case PolicyDraft.Outcome.Accepted accepted -> accepted.policy();
            case PolicyDraft.Outcome.Rejected rejected ->
                throw InvalidRequestException.rules(rejected.violations().stream()
                        .map(violation -> new Violation(violation.pointer(), violation.code(), violation.message()))
                        .toList());
        };
    }

    private static ObjectNode view(PolicyRow row, Policy inForce) {
        ObjectNode view = row.policy().deepCopy();
        view.put("state", row.state(inForce.policyVersion()).name());
        put(view, "author", row.author());
        put(view, "createdAt", row.createdAt());
        put(view, "activatedBy", row.activatedBy());
        put(view, "activatedAt", row.activatedAt());
        put(view, "activationComment", row.activationComment());
        return view;
    }

    private static void put(ObjectNode view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value.toString());
        }
    }
}
