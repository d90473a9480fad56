package io.tierstream.tier.policy;

import com.mongodb.MongoException;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoShadow;
import io.tierstream.tier.mongo.MongoShadow.Candidate;
import io.tierstream.tier.mongo.MongoShadow.Comparison;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.population.NotReadyException;
import io.tierstream.tier.report.MoverOrder;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy that runs in shadow: again and again it is simulated on the customers as they are then, and what would differ
 * from the policy in force is kept. Nothing changes for anybody; it ends when it is told to, or with the policy in force.
 */
@Component
public class ShadowPolicy {

    private static final Logger log = LoggerFactory.getLogger(ShadowPolicy.class);
    private static final String LOCK = "shadow-policy";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final List<String> NOT_KEPT = List.of("tickets", "distribution");

    private final MongoShadow kept;
    private final Policies policies;
    private final PolicyWorkbench workbench;
    private final Ordering ordering;
    private final LockProvider locks;
    private final Duration every;
    private final Clock clock;

    ShadowPolicy(
            MongoShadow kept,
            Policies policies,
            PolicyWorkbench workbench,
            Ordering ordering,
            LockProvider locks,
            PolicySettings settings,
            Clock clock) {
        this.kept = kept;
        this.policies = policies;
        this.workbench = workbench;
        this.ordering = ordering;
        this.locks = locks;
        this.every = settings.shadow().every();
        this.clock = clock;
    }

    /** What became of a wish to have a policy run in shadow. */
    public enum Choice {
        CHOSEN,
        UNKNOWN_POLICY,
        IN_FORCE
    }

    /** How often it is compared. */
    public Duration every() {
        return every;
    }

    /** The policy that runs in shadow, if one does. */
    public Optional<Candidate> candidate() {
        return kept.candidate()
                .filter(candidate -> candidate.version() != policies.inForce().policyVersion());
    }

    /** What the comparisons of a policy came to, the latest first. */
    public Slice<Comparison> comparisons(long version, @Nullable Cursor after, int limit) {
        return kept.comparisons(version, after, limit);
    }

    /**
     * Has a policy run in shadow from now on, instead of another one, and compares it at once.
     *
     * @throws NotReadyException while the customers are being read
     */
    public Choice choose(long version, String by) {
        Policy wanted = policies.find(version).orElse(null);
        if (wanted == null) {
            return Choice.UNKNOWN_POLICY;
        }
        Policy inForce = policies.inForce();
        if (inForce.policyVersion() == version) {
            return Choice.IN_FORCE;
        }
        Instant now = clock.instant();
        Comparison first = compare(wanted, inForce, now);
        Candidate candidate = new Candidate(version, by, now);
        ObjectNode before = kept.candidate().map(ShadowPolicy::json).orElse(null);
        kept.choose(candidate);
        kept.keep(first);
        ordering.done(Kind.CHOOSE_SHADOW, Long.toString(version), before, json(candidate), by);
        return Choice.CHOSEN;
    }

    /** Ends it; what the comparisons came to stays. */
    public void end(String by) {
        kept.candidate().ifPresent(candidate -> {
            kept.end(candidate.version());
            ordering.done(Kind.END_SHADOW, Long.toString(candidate.version()), json(candidate), null, by);
        });
    }

    /** Compares when that is due and no other instance does. What fails now is tried again the next time. */
    @Scheduled(
            fixedDelayString = "${tierstream.policy.shadow.look:PT15S}",
            initialDelayString = "${tierstream.policy.shadow.look:PT15S}")
    void compareWhenDue() {
        try {
            Optional<SimpleLock> lock =
                    locks.lock(new LockConfiguration(clock.instant(), LOCK, LONGEST, Duration.ZERO));
            if (lock.isPresent()) {
                try {
                    compareIfDue();
                } finally {
                    lock.get().unlock();
                }
            }
        } catch (MongoException | LockException | NotReadyException later) {
            log.warn("The policy in shadow is compared later: {}", later.toString());
        }
    }

    private void compareIfDue() {
        Candidate candidate = kept.candidate().orElse(null);
        if (candidate == null) {
            return;
        }
        Policy inForce = policies.inForce();
        Policy wanted = policies.find(candidate.version()).orElse(null);
        if (wanted == null || inForce.policyVersion() == candidate.version()) {
            kept.end(candidate.version());
            return;
        }
        Instant due = due(clock.instant());
        boolean compared = kept.comparisons(candidate.version(), null, 1).items().stream()
                .anyMatch(latest -> !latest.at().isBefore(due));
        if (!compared && !due.isBefore(candidate.since())) {
            kept.keep(compare(wanted, inForce, due));
        }
    }

    /** The latest multiple of the interval since 1970, UTC. */
    private Instant due(Instant now) {
        long millis = every.toMillis();
        return Instant.ofEpochMilli(now.toEpochMilli() / millis * millis);
    }

    private Comparison compare(Policy wanted, Policy inForce, Instant at) {
        ObjectNode summary = workbench
                .simulate(WireTranslator.toDomain(wanted), MoverOrder.CUSTOMER)
                .summary()
                .deepCopy();
        summary.remove(NOT_KEPT);
        summary.put("inForce", inForce.policyVersion());
        return new Comparison(wanted.policyVersion(), at, summary);
    }

    private static ObjectNode json(Candidate candidate) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("policyVersion", candidate.version())
                .put("by", candidate.by())
                .put("since", candidate.since().toString());
    }
}
