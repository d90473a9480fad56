package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.http.ReportAnswers.Wanted;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.policy.PolicyWorkbench;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What activating a policy would do. */
@RestController
@Tag(name = "policies")
class SimulationsController {

    private final Policies policies;
    private final PolicyWorkbench workbench;
    private final ReportAnswers answers;

    SimulationsController(Policies policies, PolicyWorkbench workbench, ReportAnswers answers) {
        this.policies = policies;
        this.workbench = workbench;
        this.answers = answers;
    }

    @PostMapping("/v1/policies/{version}/simulations")
    @Operation(
            summary = "What activating this policy now would do; nothing changes",
            description =
                    "Migration matrix, cut-offs and distribution before and after, the customers that would move as"
                            + " items (page by page; all of them with format=csv or xlsx), and the open tickets whose deadlines"
                            + " would move. Each page runs the simulation again on the customers as they are then."
                            + " sort is customerId, -orderAmount, -profit or -change (of the composite).")
    @AnswersWithAReport
    void run(
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String sort,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answer(version, sort, wanted, response);
    }

    @GetMapping("/v1/policies/{version}/simulations")
    @Operation(summary = "The same as POST, to be linked to")
    @AnswersWithAReport
    void link(
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String sort,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answer(version, sort, wanted, response);
    }

    @PostMapping("/v1/policies/simulations")
    @Operation(
            summary = "What activating a policy that is not kept yet would do; nothing changes",
            description = "The body is that of a draft; the answer is as for a kept one.")
    @AnswersWithAReport
    void tryOut(
            @RequestBody DraftRequest request,
            @RequestParam(required = false) @Nullable String sort,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(
                workbench.simulate(
                        PoliciesController.accepted(workbench.check(request.toDraft())), Parameters.movers(sort)),
                wanted,
                response);
    }

    private void answer(String version, @Nullable String sort, Wanted wanted, HttpServletResponse response)
            throws IOException {
        Policy policy = (version.matches("\\d{1,9}")
                        ? policies.find(Long.parseLong(version))
                        : Optional.<Policy>empty())
                .orElseThrow(() -> InvalidRequestException.notFound("There is no policy of this version."));
        if (policies.inForce().policyVersion() == policy.policyVersion()) {
            throw new InvalidRequestException(
                    HttpStatus.CONFLICT,
                    "There is nothing to simulate.",
                    List.of(new Violation("", "IN_FORCE", "This policy is in force already.")));
        }
        answers.answer(workbench.simulate(WireTranslator.toDomain(policy), Parameters.movers(sort)), wanted, response);
    }
}
