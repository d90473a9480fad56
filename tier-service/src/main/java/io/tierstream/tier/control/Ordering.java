package io.tierstream.tier.control;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoCommands.Order;
import io.tierstream.tier.mongo.MongoCommands.State;
import io.tierstream.tier.projection.ProjectionProgress;
import io.tierstream.tier.streams.TierControlPublisher;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders that people give. Each is recorded, sent, and then awaited for a while by looking at what the projection has
 * recorded of it, which works from any instance. One that is not settled by then goes on, and can be looked up by its id.
 */
@Component
public class Ordering {

    private static final Duration FOR_ONE = Duration.ofSeconds(2);
    private static final Duration FOR_ALL = Duration.ofSeconds(20);
    private static final long SENDING_SECONDS = 11;
    private static final long LOOK_MILLIS = 20;

    private final MongoCommands commands;
    private final TierControlPublisher publisher;
    private final ProjectionProgress progress;
    private final Ids ids;
    private final Clock clock;

    Ordering(
            MongoCommands commands, TierControlPublisher publisher, ProjectionProgress progress, Ids ids, Clock clock) {
        this.commands = commands;
        this.publisher = publisher;
        this.progress = progress;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sets a customer's tier by hand.
     *
     * @param before the grade as the person saw it
     */
    public Command setOverride(GradeSnapshot before, Tier tier, String reason, @Nullable Instant until, String by) {
        String id = ids.next();
        GradeSnapshot.Override wanted = new GradeSnapshot.Override(tier, reason, by, until);
        record(id, Kind.SET_OVERRIDE, before.customerId(), by, json(before.override()), json(wanted));
        sent(() -> publisher.setOverride(id, before.customerId(), tier, reason, by, until));
        return overridden(id);
    }

    /**
     * Lets the computed tier apply again.
     *
     * @param before the grade as the person saw it
     */
    public Command removeOverride(GradeSnapshot before, String by) {
        String id = ids.next();
        record(id, Kind.REMOVE_OVERRIDE, before.customerId(), by, json(before.override()), null);
        sent(() -> publisher.removeOverride(id, before.customerId(), by));
        return overridden(id);
    }

    /**
     * Has the cut-offs recalculated, and waits until every customer can be seen as they say.
     *
     * @param before the cut-offs in force; null before the first calculation
     */
    public Command calculateCutOffs(@Nullable ObjectNode before, String by) {
        String id = ids.next();
        record(id, Kind.CALCULATE_CUT_OFFS, "", by, before, null);
        sent(() -> publisher.calculateCutOffs(id));
        return seenBy(settled(id, FOR_ALL));
    }

    /**
     * Records what somebody did that needs nobody else to do anything.
     *
     * @param target what it is about
     */
    public void done(Kind kind, String target, @Nullable ObjectNode before, @Nullable ObjectNode after, String by) {
        String id = ids.next();
        record(id, kind, target, by, before, after);
        commands.applied(id, clock.instant(), after);
    }

    /**
     * Has a policy take over, and does not wait for it.
     *
     * @param active the policy in force
     * @param comment why now
     * @return the order, which {@link #takenOver} awaits
     */
    public Command activate(Policy active, Policy wanted, @Nullable String comment, String by) {
        String id = ids.next();
        commands.ordered(new Order(
                id,
                Kind.ACTIVATE_POLICY,
                Long.toString(wanted.policyVersion()),
                by,
                clock.instant(),
                json(active),
                json(wanted),
                comment));
        sent(() -> publisher.activate(id, wanted, by));
        return commands.find(id).orElseThrow();
    }

    /** Waits until every customer can be seen as an activated policy says. */
    public Command takenOver(Command activation) {
        return seenBy(settled(activation.id(), FOR_ALL));
    }

    private void record(
            String id, Kind kind, String target, String by, @Nullable ObjectNode before, @Nullable ObjectNode wanted) {
        commands.ordered(new Order(id, kind, target, by, clock.instant(), before, wanted));
    }

    /** Returns when Kafka has it for good. */
    private static void sent(Supplier<Future<?>> order) {
        try {
            order.get().get(SENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException(interrupted);
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            throw new BrokerAwayException(away);
        }
    }

    /** What became of an order; one that applies to a customer can be seen by then, if that does not take long. */
    public Optional<Command> find(String id) {
        return commands.find(id).map(command -> gradeSeenBy(command, System.nanoTime() + FOR_ONE.toNanos()));
    }

    private Command settled(String id, Duration wait) {
        return settled(id, System.nanoTime() + wait.toNanos());
    }

    private Command settled(String id, long deadline) {
        while (true) {
            Command command = commands.find(id).orElseThrow();
            if (command.state() != State.PENDING || System.nanoTime() > deadline || !paused()) {
                return command;
            }
        }
    }

    private Command overridden(String id) {
        long deadline = System.nanoTime() + FOR_ONE.toNanos();
        return gradeSeenBy(settled(id, deadline), deadline);
    }

    private Command seenBy(Command command) {
        if (command.state() == State.APPLIED) {
            progress.await(FOR_ALL);
        }
        return command;
    }

    private Command gradeSeenBy(Command command, long deadline) {
        ObjectNode grade = command.after();
        boolean override = command.kind() == Kind.SET_OVERRIDE || command.kind() == Kind.REMOVE_OVERRIDE;
        if (override && command.state() == State.APPLIED && grade != null) {
            progress.awaitGrade(
                    grade.path("customerId").asString(), grade.path("version").asLong(), deadline);
        }
        return command;
    }

    private static boolean paused() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable ObjectNode json(@Nullable Object value) {
        return value == null ? null : EventJson.mapper().<ObjectNode>valueToTree(value);
    }
}
