package io.tierstream.tier.policy;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDifference;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoPolicies;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.PopulationListener;
import io.tierstream.tier.report.MoverOrder;
import io.tierstream.tier.report.PolicySimulation;
import io.tierstream.tier.report.PolicySimulation.Mover;
import io.tierstream.tier.report.Report;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What people do with policies: try, keep, compare, activate, and go back. */
@Component
public class PolicyWorkbench {

    private static final int LONGEST_COMMENT = 1000;

    private final Policies policies;
    private final MongoPolicies kept;
    private final Ordering ordering;
    private final PolicySimulation simulation;
    private final Population customers;
    private final PopulationListener population;
    private final PolicySettings settings;
    private final Clock clock;

    PolicyWorkbench(
            Policies policies,
            MongoPolicies kept,
            Ordering ordering,
            PolicySimulation simulation,
            Population customers,
            PopulationListener population,
            PolicySettings settings,
            Clock clock) {
        this.policies = policies;
        this.kept = kept;
        this.ordering = ordering;
        this.simulation = simulation;
        this.customers = customers;
        this.population = population;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of a wish to have a policy take over. */
    public sealed interface Activation {

        /** It is on its way. */
        record Ordered(Command command) implements Activation {}

        /** There is no such policy. */
        record Unknown() implements Activation {}

        /** Its author must leave this to somebody else. */
        record NeedsSecondPairOfEyes(String author) implements Activation {}

        /** The comment has more characters than {@code most}. */
        record CommentTooLong(int most) implements Activation {}
    }

    /**
     * How far an activation is.
     *
     * @param customers all of them
     * @param regraded those that follow the policy
     */
    public record Progress(Command command, long version, long customers, long regraded) {}

    /** The draft as a policy that could be kept, or what is wrong with it; what it leaves out is as in force. */
    public PolicyDraft.Outcome check(PolicyDraft draft) {
        Policy inForce = policies.inForce();
        return draft.over(WireTranslator.toDomain(inForce), inForce.policyVersion() + 1);
    }

    /** Keeps a draft under the next free version. */
    public PolicyRow keep(GradingPolicy draft, String author) {
        Policy inForce = policies.inForce();
        PolicyRow row = kept.draft(
                version -> json(withVersion(draft, version)), inForce.policyVersion() + 1L, author, clock.instant());
        ordering.done(Kind.DRAFT_POLICY, Long.toString(row.version()), json(inForce), row.policy(), author);
        return row;
    }

    /** Keeps a draft that says what an earlier policy says, but for the comment. */
    public PolicyRow keepAgain(Policy earlier, String comment, String author) {
        GradingPolicy said = WireTranslator.toDomain(earlier);
        return keep(
                new GradingPolicy(
                        said.version(),
                        said.weights(),
                        said.mode(),
                        said.shares(),
                        said.thresholds(),
                        said.demotionMargin(),
                        said.demotionGrace(),
                        said.minimumDwell(),
                        comment),
                author);
    }

    /**
     * What a policy would do now, nothing changes; the movers in this order.
     *
     * @throws io.tierstream.tier.population.NotReadyException while the customers are being read
     */
    public Report<Mover> simulate(GradingPolicy policy, MoverOrder order) {
        population.requireFacts();
        return simulation.run(policy, policies.cutOffsInForce(), order);
    }

    /** Whether this person is the one who must leave the activation to somebody else. */
    public boolean needsSomebodyElse(PolicyRow policy, String person) {
        return settings.secondPairOfEyes() && person.equals(policy.author());
    }

    /** Has a policy take over, and does not wait for it. */
    public Activation activate(long version, @Nullable String comment, String by) {
        PolicyRow row = policies.row(version).orElse(null);
        if (row == null) {
            return new Activation.Unknown();
        }
        if (needsSomebodyElse(row, by)) {
            return new Activation.NeedsSecondPairOfEyes(by);
        }
        String said = comment == null || comment.isBlank() ? null : comment.strip();
        if (said != null && said.length() > LONGEST_COMMENT) {
            return new Activation.CommentTooLong(LONGEST_COMMENT);
        }
        return new Activation.Ordered(ordering.activate(policies.inForce(), Policies.policy(row.policy()), said, by));
    }

    /** How far an activation is, by this instance's copy of the customers. */
    public Progress progress(Command activation) {
        int version = activation.target() == null ? 0 : Integer.parseInt(activation.target());
        return customers.read(table -> {
            long regraded = 0;
            for (int row = 0; row < table.rows(); row++) {
                regraded += table.isGraded(row) && table.policyVersion(row) == version ? 1 : 0;
            }
            return new Progress(activation, version, table.graded(), regraded);
        });
    }

    /** In what two policies differ. */
    public static List<PolicyDifference> differences(Policy before, Policy after) {
        return PolicyDifference.between(WireTranslator.toDomain(before), WireTranslator.toDomain(after));
    }

    private static Policy withVersion(GradingPolicy draft, long version) {
        Policy policy = WireTranslator.toWire(draft);
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
}
