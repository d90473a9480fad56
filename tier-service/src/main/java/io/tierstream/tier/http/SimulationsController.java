package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.http.ReportAnswers.Wanted;
import io.tierstream.tier.population.PopulationListener;
import io.tierstream.tier.report.PolicySimulation;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What activating a policy would do. */
@RestController
@Tag(name = "policies")
class SimulationsController {

    private final Policies policies;
    private final PolicySimulation simulation;
    private final PopulationListener population;
    private final ReportAnswers answers;

    SimulationsController(
            Policies policies, PolicySimulation simulation, PopulationListener population, ReportAnswers answers) {
        this.policies = policies;
        this.simulation = simulation;
        this.population = population;
        this.answers = answers;
    }

    @PostMapping("/v1/policies/{version}/simulations")
    @Operation(
            summary = "What activating this policy now would do; nothing changes",
            description =
                    "Migration matrix, cut-offs and distribution before and after, the customers that would move as"
                            + " items (page by page; all of them with format=csv or xlsx), and the open tickets whose deadlines"
                            + " would move. Each page runs the simulation again on the customers as they are then.")
    void run(@PathVariable String version, Wanted wanted, HttpServletResponse response) throws IOException {
        answer(version, wanted, response);
    }

    @GetMapping("/v1/policies/{version}/simulations")
    @Operation(summary = "The same as POST, to be linked to")
    void link(@PathVariable String version, Wanted wanted, HttpServletResponse response) throws IOException {
        answer(version, wanted, response);
    }

    private void answer(String version, Wanted wanted, HttpServletResponse response) throws IOException {
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
        population.requireFacts();
        CutOffs now = policies.cutOffs()
                .map(applied -> EventJson.mapper().treeToValue(applied.get("cutOffs"), CutOffs.class))
                .orElse(null);
        answers.answer(simulation.run(WireTranslator.toDomain(policy), WireTranslator.toDomain(now)), wanted, response);
    }
}
