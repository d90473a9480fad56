package io.tierstream.tier.streams;

import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what all partitions do together: when cut-offs are calculated, what they are, and when a policy takes over. Pure:
 * state and input and now in, new state and what to say out.
 *
 * <pre>
 *   calculation:  wanted ──▶ counting (every partition counts) ──▶ applying (every partition applies) ──▶ answered
 *   activation:   announced ──▶ counting under the new policy ──▶ taken over, applying ──▶ answered
 * </pre>
 *
 * What is not counted within {@link #PATIENCE} is asked for again in a new epoch, for records of an internal topic do not
 * last for ever.
 *
 * <p>One calculation counts at a time; requests that come meanwhile share the next one, because the present one may have
 * counted without what they are to see.
 */
final class Coordinator {

    /** How long partitions may count: one whose instance is away answers when it is back. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final State state;
    private final int partitions;
    private final Instant now;
    private final List<Control> controls = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    private Coordinator(State state, int partitions, Instant now) {
        this.state = state;
        this.partitions = partitions;
        this.now = now;
    }

    /**
     * What is going on; kept as JSON.
     *
     * @param format of this record, 1
     * @param lastEpoch the number of the latest calculation
     * @param policy in force
     * @param lastCalculatedAt when cut-offs were last decided; absent before the first time
     * @param waiting requests for the next calculation
     * @param calculation the one that counts; absent when none does
     * @param activation the policy about to take over; absent when none is
     * @param applying what was decided but not yet applied everywhere, oldest first
     */
    record State(
            int format,
            long lastEpoch,
            Policy policy,
            @Nullable Instant lastCalculatedAt,
            List<String> waiting,
            @Nullable Calculation calculation,
            @Nullable Activation activation,
            List<Applying> applying) {

        static State initially() {
            return new State(
                    1, 0, WireTranslator.toWire(GradingPolicy.INITIAL), null, List.of(), null, null, List.of());
        }
    }

    /** Cut-offs being counted for. */
    record Calculation(Count count, int policyVersion, List<String> requestIds) {}

    /** A policy being counted for. */
    record Activation(Count count, String requestId, Policy policy, String by) {}

    /**
     * What the partitions have counted so far.
     *
     * @param since when they were asked
     */
    record Count(long epoch, Instant since, Set<Integer> answered, Map<Integer, Integer> customers) {

        static Count of(long epoch, Instant now) {
            return new Count(epoch, now, Set.of(), Map.of());
        }

        Count with(Coordination.Counted counted) {
            if (answered.contains(counted.partition())) {
                return this;
            }
            Set<Integer> more = new TreeSet<>(answered);
            more.add(counted.partition());
            Map<Integer, Integer> sum = new TreeMap<>(customers);
            counted.counts().forEach((composite, count) -> sum.merge(composite, count, Math::addExact));
            return new Count(epoch, since, more, sum);
        }

        boolean isLost(Instant now) {
            return now.isAfter(since.plus(PATIENCE));
        }

        Histogram histogram() {
            Histogram histogram = new Histogram();
            customers.forEach((composite, count) -> histogram.add(new Points(composite), count));
            return histogram;
        }
    }

    /** A decision that partitions apply, and what to answer once all have. */
    record Applying(Answer.CutOffsApplied decided, Answer.@Nullable PolicyInForce tookOver, Set<Integer> applied) {

        Applying with(int partition) {
            Set<Integer> more = new TreeSet<>(applied);
            more.add(partition);
            return new Applying(decided, tookOver, more);
        }
    }

    /** The new state and what to tell every partition and whoever asked. */
    record Outcome(State state, List<Control> controls, List<Answer> answers) {}

    /** Takes in one record. */
    static Outcome hear(State state, Coordination heard, int partitions, Instant now) {
        Coordinator coordinator = new Coordinator(state, partitions, now);
        State after = switch (heard) {
            case Coordination.CutOffsRequested requested -> coordinator.requested(requested);
            case Coordination.ActivationRequested requested -> coordinator.activationRequested(requested);
            case Coordination.Counted counted -> coordinator.counted(counted);
            case Coordination.Applied applied -> coordinator.applied(applied);
        };
        return coordinator.outcome(after);
    }

    /** Looks at the clock: a calculation is due when a multiple of the interval since 1970, UTC, has passed. */
    static Outcome tick(State state, Duration interval, int partitions, Instant now) {
        Coordinator coordinator = new Coordinator(state, partitions, now);
        State after = state;
        Activation activation = state.activation();
        if (activation != null && activation.count().isLost(now)) {
            after = coordinator.announced(after, activation.requestId(), activation.policy(), activation.by());
        }
        Calculation calculation = state.calculation();
        boolean due = state.lastCalculatedAt() == null
                || now.toEpochMilli() / interval.toMillis()
                        > state.lastCalculatedAt().toEpochMilli() / interval.toMillis();
        if (calculation == null ? due : calculation.count().isLost(now)) {
            after = coordinator.calculating(after);
        }
        return after.equals(state) ? new Outcome(state, List.of(), List.of()) : coordinator.outcome(after);
    }

    private Outcome outcome(State after) {
        State next = after.calculation() == null && !after.waiting().isEmpty() ? calculating(after) : after;
        return new Outcome(next, List.copyOf(controls), List.copyOf(answers));
    }

    private State requested(Coordination.CutOffsRequested requested) {
        List<String> waiting = new ArrayList<>(state.waiting());
        waiting.add(requested.requestId());
        return with(state, waiting, state.calculation());
    }

    private State calculating(State before) {
        long epoch = before.lastEpoch() + 1;
        controls.add(new Control.CountWanted(epoch));
        List<String> requestIds = new ArrayList<>(
                before.calculation() == null ? List.of() : before.calculation().requestIds());
        requestIds.addAll(before.waiting());
        State after = with(
                before,
                List.of(),
                new Calculation(Count.of(epoch, now), before.policy().policyVersion(), List.copyOf(requestIds)));
        return withEpoch(after, epoch, after.activation());
    }

    private State activationRequested(Coordination.ActivationRequested requested) {
        Policy policy = requested.policy();
        if (policy.policyVersion() == state.policy().policyVersion()) {
            answers.add(new Answer.PolicyRefused(
                    requested.requestId(), policy.policyVersion(), Answer.PolicyRefused.Reason.IN_FORCE));
            return state;
        }
        Activation superseded = state.activation();
        if (superseded != null) {
            answers.add(new Answer.PolicyRefused(
                    superseded.requestId(),
                    superseded.policy().policyVersion(),
                    Answer.PolicyRefused.Reason.SUPERSEDED));
        }
        return announced(state, requested.requestId(), policy, requested.by());
    }

    private State announced(State before, String requestId, Policy policy, String by) {
        long epoch = before.lastEpoch() + 1;
        controls.add(new Control.PolicyAnnounced(epoch, policy));
        return withEpoch(before, epoch, new Activation(Count.of(epoch, now), requestId, policy, by));
    }

    private State counted(Coordination.Counted counted) {
        Calculation calculation = state.calculation();
        if (calculation != null && calculation.count().epoch() == counted.epoch()) {
            return counted(new Calculation(
                    calculation.count().with(counted), calculation.policyVersion(), calculation.requestIds()));
        }
        Activation activation = state.activation();
        if (activation != null && activation.count().epoch() == counted.epoch()) {
            return counted(new Activation(
                    activation.count().with(counted), activation.requestId(), activation.policy(), activation.by()));
        }
        return state;
    }

    private State counted(Calculation calculation) {
        if (calculation.count().answered().size() < partitions) {
            return with(state, state.waiting(), calculation);
        }
        if (calculation.policyVersion() != state.policy().policyVersion()) {
            List<String> again = new ArrayList<>(calculation.requestIds());
            again.addAll(state.waiting());
            return with(state, again, null);
        }
        Answer.CutOffsApplied decided = decided(calculation.count(), state.policy(), calculation.requestIds());
        controls.add(new Control.CutOffsDecided(
                decided.epoch(), decided.policyVersion(), decided.n(), decided.cutOffs(), now));
        return applying(with(state, state.waiting(), null), new Applying(decided, null, Set.of()));
    }

    private State counted(Activation activation) {
        if (activation.count().answered().size() < partitions) {
            return withEpoch(state, state.lastEpoch(), activation);
        }
        Policy policy = activation.policy();
        Answer.CutOffsApplied decided = decided(activation.count(), policy, List.of());
        controls.add(new Control.PolicyTookOver(decided.epoch(), policy, decided.n(), decided.cutOffs(), now));
        Answer.PolicyInForce tookOver =
                new Answer.PolicyInForce(decided.epoch(), activation.requestId(), policy, activation.by(), now);
        State after = new State(
                state.format(),
                state.lastEpoch(),
                policy,
                now,
                state.waiting(),
                state.calculation(),
                null,
                state.applying());
        return applying(after, new Applying(decided, tookOver, Set.of()));
    }

    private Answer.CutOffsApplied decided(Count count, Policy wire, List<String> requestIds) {
        GradingPolicy policy = WireTranslator.toDomain(wire);
        Histogram population = count.histogram();
        CutOffs cutOffs = policy.cutOffs(population);
        return new Answer.CutOffsApplied(
                count.epoch(),
                requestIds,
                policy.version(),
                wire.mode(),
                population.total(),
                WireTranslator.toWire(cutOffs),
                now);
    }

    private State applying(State before, Applying decision) {
        List<Applying> applying = new ArrayList<>(before.applying());
        applying.add(decision);
        return new State(
                before.format(),
                before.lastEpoch(),
                before.policy(),
                now,
                before.waiting(),
                before.calculation(),
                before.activation(),
                applying);
    }

    private State applied(Coordination.Applied applied) {
        List<Applying> left = new ArrayList<>();
        for (Applying decision : state.applying()) {
            Applying next =
                    decision.decided().epoch() == applied.epoch() ? decision.with(applied.partition()) : decision;
            if (next.applied().size() < partitions) {
                left.add(next);
            } else {
                if (next.tookOver() != null) {
                    answers.add(next.tookOver());
                }
                answers.add(next.decided());
            }
        }
        return new State(
                state.format(),
                state.lastEpoch(),
                state.policy(),
                state.lastCalculatedAt(),
                state.waiting(),
                state.calculation(),
                state.activation(),
                left);
    }

    private static State with(State before, List<String> waiting, @Nullable Calculation calculation) {
        return new State(
                before.format(),
                before.lastEpoch(),
                before.policy(),
                before.lastCalculatedAt(),
                List.copyOf(waiting),
                calculation,
                before.activation(),
                before.applying());
    }

    private static State withEpoch(State before, long epoch, @Nullable Activation activation) {
        return new State(
                before.format(),
                epoch,
                before.policy(),
                before.lastCalculatedAt(),
                before.waiting(),
                before.calculation(),
                activation,
                before.applying());
    }
}
