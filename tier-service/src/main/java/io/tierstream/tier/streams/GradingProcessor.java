package io.tierstream.tier.streams;

import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Decision;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.Grading;
import io.tierstream.tier.domain.GradingInput;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.TierChange;
import io.tierstream.tier.streams.ControlState.Announced;
import io.tierstream.tier.streams.ControlState.Pass;
import io.tierstream.tier.streams.CustomerState.DatedProfile;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.TierTopics;
import io.tierstream.tier.wire.WireJson;
import io.tierstream.tier.wire.WireTranslator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grades the customers of one partition: decodes what arrives, has the domain decide, keeps the state in step, and tells
 * what came of it. Everything happens in the transaction of the record or of the tick that caused it.
 */
final class GradingProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String GRADES = "grades";
    static final String COMPOSITES = "composites";
    static final String AGENDA = "agenda";
    static final String CONTROL = "control";
    static final Set<String> STORES = Set.of(GRADES, COMPOSITES, AGENDA, CONTROL);

    static final String FORWARDED_HEADER = "ts_forwarded";

    private static final Logger log = LoggerFactory.getLogger(GradingProcessor.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int BATCH = 200;
    private static final Bytes CONTROL_KEY = Bytes.wrap("control".getBytes(StandardCharsets.UTF_8));
    private static final String SOURCE = "/tier-service";

    private final TierSettings settings;
    private final Clock clock;
    private final TierMeters meters;
    private final TraceStep trace;
    private final IntakeRules intake = new IntakeRules(Set.of());

    private ProcessorContext<byte[], byte[]> context;
    private Cancellable ticking;
    private KeyValueStore<Bytes, byte[]> controlStore;
    private Population population;
    private ControlState control;
    private GradingPolicy policy;
    private @Nullable CutOffs cutOffs;
    private @Nullable Preparation preparation;
    private Instant latest = Instant.EPOCH;

    /** What the record being processed goes back to. */
    private Lineage cause = Lineage.NONE;

    private long causeWritten;
    private boolean traced;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    GradingProcessor(TierSettings settings, Clock clock, TierMeters meters, TraceStep trace) {
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        this.trace = trace;
    }

    /** The customers counted under the policy that is about to take over, up to the cursor. */
    private static final class Preparation {
        final long epoch;
        final GradingPolicy policy;
        final Histogram histogram = new Histogram();

        @Nullable Bytes cursor;

        boolean complete;

        Preparation(Announced announced) {
            this.epoch = announced.epoch();
            this.policy = WireTranslator.toDomain(announced.policy());
        }

        boolean hasCounted(Bytes customer) {
            return complete || (cursor != null && customer.compareTo(cursor) <= 0);
        }
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        controlStore = context.getStateStore(CONTROL);
        ControlState kept = WireJson.kept(ControlState.class, controlStore.get(CONTROL_KEY));
        control = kept == null ? ControlState.initially(WireTranslator.toWire(GradingPolicy.INITIAL)) : kept;
        policy = WireTranslator.toDomain(control.policy());
        cutOffs = WireTranslator.toDomain(control.cutOffs());
        population = new Population(
                context.getStateStore(GRADES),
                context.getStateStore(COMPOSITES),
                context.getStateStore(AGENDA),
                policy);
        if (control.passes().stream().anyMatch(Pass::visitsEverybody)) {
            population.follow(policy, population.countUnder(policy));
        } else {
            population.countIndexed();
        }
        preparation = control.announced() == null ? null : new Preparation(control.announced());
        ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, timestamp -> tick());
    }

    @Override
    public void close() {
        ticking.cancel();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        cause = Lineage.of(record.headers());
        causeWritten = record.timestamp();
        traced = false;
        switch (origin.topic()) {
            case Topics.CUSTOMER_SCORES -> onScore(record, origin);
            case Topics.CUSTOMERS -> onCustomer(record, origin, false);
            case TierTopics.CUSTOMERS_FORWARDED -> onCustomer(record, origin, true);
            case TierTopics.CONTROL -> onControl(record, origin);
            default -> throw new IllegalStateException("Not a source of this processor: " + origin.topic());
        }
        cause = Lineage.NONE;
    }

    private void onScore(Record<byte[], byte[]> record, RecordMetadata origin) {
        Decoding decoding = EventCodec.decode(Topics.CUSTOMER_SCORES, record.value(), record.headers());
        switch (decoding) {
            case Undecodable undecodable -> skip(origin, undecodable.detail());
            case Decoded decoded -> {
                if (decoded.event().data() instanceof CustomerScored score) {
                    scored(score, origin);
                }
            }
        }
    }

    private void scored(CustomerScored score, RecordMetadata origin) {
        Bytes customer = Keys.customer(score.customerId());
        CustomerState before = population.find(customer);
        if (before.grade() != null && score.version() <= before.grade().basis().scoreVersion()) {
            return;
        }
        GradingInput.Scored input;
        try {
            input = new GradingInput.Scored(
                    score.customerId(), WireTranslator.toDomain(score.criteria()), score.version());
        } catch (IllegalArgumentException e) {
            skip(origin, String.valueOf(e.getMessage()));
            return;
        }
        Decision decision = Grading.decide(before.grade(), input, policy, cutOffs, now());
        settle(customer, before, before.withScore(EventJson.mapper().writeValueAsBytes(score)), decision);
    }

    private void onCustomer(Record<byte[], byte[]> record, RecordMetadata origin, boolean forwarded) {
        Decoding decoding = EventCodec.decode(Topics.CUSTOMERS, record.value(), record.headers());
        switch (decoding) {
            case Undecodable undecodable ->
                deadLetter(record, origin, undecodable.reason(), undecodable.detail(), forwarded);
            case Decoded decoded -> {
                Event<?> event = decoded.event();
                Optional<IntakeRules.Breach> breach = forwarded ? Optional.empty() : intake.check(event, now());
                if (breach.isPresent()) {
                    deadLetter(
                            record, origin, breach.get().reason(), breach.get().message(), false);
                } else if (event.data() instanceof CustomerUpdated updated) {
                    Bytes customer = Keys.customer(updated.customerId());
                    if (forwarded || Keys.partition(customer.get(), settings.partitions()) == origin.partition()) {
                        updated(customer, updated, event.envelope());
                    } else {
                        forwardToItsPartition(record, customer);
                    }
                }
            }
        }
    }

    private void updated(Bytes customer, CustomerUpdated updated, Envelope envelope) {
        CustomerState before = population.find(customer);
        String eventId = envelope.source() + " " + envelope.id();
        if (before.profile() != null && !before.profile().isBefore(envelope.time(), eventId)) {
            return;
        }
        CustomerState after = before.with(new DatedProfile(
                envelope.time(),
                eventId,
                new GradeSnapshot.Profile(
                        updated.name(),
                        updated.accountManager(),
                        updated.segment(),
                        updated.region(),
                        updated.customerSince())));
        if (before.grade() == null) {
            population.put(customer, before, after);
        } else {
            Decision decision =
                    Grading.decide(before.grade(), new GradingInput.CircumstancesChanged(), policy, cutOffs, now());
            settle(customer, before, after, decision);
        }
    }

    private void forwardToItsPartition(Record<byte[], byte[]> record, Bytes customer) {
        Headers headers = new RecordHeaders(record.headers().toArray()).add(FORWARDED_HEADER, new byte[] {'1'});
        context.forward(
                new Record<>(customer.get(), record.value(), record.timestamp(), headers), TierTopology.CUSTOMERS_SINK);
    }

    private void onControl(Record<byte[], byte[]> record, RecordMetadata origin) {
        Control heard = WireJson.read(Control.class, record.value()).orElse(null);
        switch (heard) {
            case null -> skip(origin, "not a control record");
            case Control.CountWanted wanted -> tellCounts(wanted.epoch(), population.histogram());
            case Control.CutOffsDecided decided -> cutOffsDecided(decided);
            case Control.PolicyAnnounced announced -> {
                save(control.with(new Announced(announced.epoch(), announced.policy(), false)));
                preparation = new Preparation(Objects.requireNonNull(control.announced()));
                tick();
            }
            case Control.PolicyTookOver tookOver -> policyTookOver(tookOver);
            case Control.SetOverride set ->
                overridden(
                        set.commandId(),
                        set.customerId(),
                        new GradingInput.OverrideWanted(
                                WireTranslator.toDomain(set.tier()), set.reason(), set.by(), set.until()));
            case Control.RemoveOverride remove ->
                overridden(remove.commandId(), remove.customerId(), new GradingInput.OverrideUnwanted());
        }
    }

    private void cutOffsDecided(Control.CutOffsDecided decided) {
        CutOffs before = cutOffs;
        cutOffs = WireTranslator.toDomain(decided.cutOffs());
        List<io.tierstream.tier.domain.CompositeRange> touched =
                cutOffs == null ? List.of() : cutOffs.touchedSince(before, policy.demotionMargin());
        save(control.with(decided.cutOffs()).withPass(new Pass(decided.epoch(), touched, null)));
        tick();
    }

    private void policyTookOver(Control.PolicyTookOver tookOver) {
        GradingPolicy next = WireTranslator.toDomain(tookOver.policy());
        Histogram distribution = preparation != null && preparation.complete && preparation.epoch == tookOver.epoch()
                ? preparation.histogram
                : population.countUnder(next);
        preparation = null;
        policy = next;
        cutOffs = WireTranslator.toDomain(tookOver.cutOffs());
        population.follow(next, distribution);
        save(control.with(tookOver.policy(), tookOver.cutOffs()).withPass(new Pass(tookOver.epoch(), null, null)));
        tick();
    }

    private void overridden(String commandId, String customerId, GradingInput input) {
        Bytes customer = Keys.customer(customerId);
        CustomerState before = population.find(customer);
        if (before.recentCommands().contains(commandId)) {
            answer(commandId, new Answer.OverrideApplied(commandId, snapshot(before)));
            return;
        }
        Decision decision = Grading.decide(before.grade(), input, policy, cutOffs, now());
        switch (decision) {
            case Decision.Decided ignored -> {
                CustomerState after = settle(customer, before, before.withCommand(commandId), decision);
                answer(commandId, new Answer.OverrideApplied(commandId, snapshot(after)));
            }
            case Decision.Refused refused -> {
                settle(customer, before, before, decision);
                answer(
                        commandId,
                        new Answer.OverrideRefused(
                                commandId,
                                customerId,
                                Answer.OverrideRefused.Reason.valueOf(
                                        refused.refusal().name())));
            }
        }
    }

    /** What is due, then the next slice of what is to be done about many customers. */
    private void tick() {
        long until =
                context.currentSystemTimeMs() + settings.slices().duration().toMillis();
        int left = settings.slices().customers();
        left = visitDue(left, until);
        while (left > 0 && !control.passes().isEmpty() && context.currentSystemTimeMs() <= until) {
            left -= pass(Math.min(left, BATCH));
        }
        while (left > 0 && preparation != null && !preparation.complete && context.currentSystemTimeMs() <= until) {
            left -= prepare(preparation, Math.min(left, BATCH));
        }
        if (preparation != null
                && preparation.complete
                && control.announced() != null
                && !control.announced().answered()) {
            tellCounts(preparation.epoch, preparation.histogram);
            save(control.with(
                    new Announced(preparation.epoch, control.announced().policy(), true)));
        }
    }

    private int visitDue(int most, long until) {
        int left = most;
        while (left > 0 && context.currentSystemTimeMs() <= until) {
            List<Bytes> due = population.due(now(), Math.min(left, BATCH));
            for (Bytes entry : due) {
                visit(Keys.customerOfDue(entry));
            }
            left -= due.size();
            if (due.size() < BATCH) {
                return left;
            }
        }
        return left;
    }

    private int pass(int limit) {
        Pass current = control.passes().getFirst();
        Bytes cursor = current.cursor() == null ? null : Bytes.wrap(current.cursor());
        List<Bytes> keys = current.ranges() == null
                ? population.customersAfter(cursor, limit).stream()
                        .map(entry -> entry.key)
                        .toList()
                : population.indexedAfter(cursor, current.ranges(), limit);
        for (Bytes key : keys) {
            visit(current.ranges() == null ? key : Keys.customerOfComposite(key));
        }
        if (keys.size() < limit) {
            save(control.withoutCurrentPass());
            coordinate(
                    new Coordination.Applied(current.epoch(), context.taskId().partition()));
        } else {
            save(control.withCursor(keys.getLast().get()));
        }
        return Math.max(1, keys.size());
    }

    private int prepare(Preparation current, int limit) {
        List<KeyValue<Bytes, byte[]>> customers = population.customersAfter(current.cursor, limit);
        for (KeyValue<Bytes, byte[]> entry : customers) {
            Population.move(
                    current.histogram,
                    current.policy,
                    CustomerState.UNKNOWN,
                    CustomerStateSerde.read(Keys.customerId(entry.key), entry.value));
            current.cursor = entry.key;
        }
        current.complete = customers.size() < limit;
        return Math.max(1, customers.size());
    }

    private void visit(Bytes customer) {
        CustomerState before = population.find(customer);
        if (before.grade() != null) {
            Decision decision =
                    Grading.decide(before.grade(), new GradingInput.CircumstancesChanged(), policy, cutOffs, now());
            settle(customer, before, before, decision);
        }
    }

    /** Keeps what was decided and tells it. */
    private CustomerState settle(Bytes customer, CustomerState before, CustomerState input, Decision decision) {
        Grade grade = decision.grade();
        if (grade == null) {
            return before;
        }
        CustomerState after = input.with(grade, Grading.nextDue(grade, policy));
        if (after.equals(before)) {
            return before;
        }
        boolean seen = isSeenToDiffer(before, after);
        if (seen) {
            after = after.withNextVersion();
        }
        population.put(customer, before, after);
        if (preparation != null && preparation.hasCounted(customer)) {
            Population.move(preparation.histogram, preparation.policy, before, after);
        }
        GradeSnapshot.Profile profile = after.profileOrNull();
        for (TierChange change : decision.changes()) {
            publish(
                    grade.customerId() + "/tier/" + change.changeNumber(),
                    EventTypes.TIER_CHANGED,
                    change.decidedAt(),
                    WireTranslator.toEvent(change, profile == null ? null : profile.name()),
                    TierTopology.CHANGES_SINK);
            meters.changed(change, cause);
        }
        CustomerTier tier = tierOf(grade);
        if (before.grade() == null || !tier.equals(tierOf(before.grade()))) {
            publish(
                    grade.customerId() + "/" + after.version(),
                    EventTypes.CUSTOMER_TIER,
                    latest,
                    tier,
                    TierTopology.TIERS_SINK);
        }
        if (seen) {
            context.forward(
                    new Record<>(customer.get(), WireJson.bytes(snapshot(after)), latest.toEpochMilli()),
                    TierTopology.GRADES_SINK);
        }
        return after;
    }

    /** Cut-offs alone, where they do not touch the customer, are nothing to be seen. */
    private static boolean isSeenToDiffer(CustomerState before, CustomerState after) {
        return !Arrays.equals(before.score(), after.score())
                || !Objects.equals(before.profile(), after.profile())
                || !Objects.equals(before.due(), after.due())
                || before.grade() == null
                || after.grade() == null
                || !before.grade().equalsButForCutOffs(after.grade());
    }

    private static CustomerTier tierOf(Grade grade) {
        return new CustomerTier(
                grade.customerId(),
                WireTranslator.toWire(grade.tier()),
                WireTranslator.toWire(grade.computed().tier()),
                grade.basis().composite() == null
                        ? null
                        : grade.basis().composite().toBigDecimal(),
                grade.since(),
                grade.changeNumber(),
                grade.basis().policyVersion());
    }

    private GradeSnapshot snapshot(CustomerState state) {
        Grade grade = Objects.requireNonNull(state.grade());
        return WireTranslator.toSnapshot(
                state.version(),
                grade,
                Grading.nextDue(grade, policy),
                WireTranslator.toWire(policy.mode()),
                state.decodedScore(),
                state.profileOrNull());
    }

    private void publish(String id, String type, Instant time, EventData data, String sink) {
        ProducerRecord<byte[], byte[]> encoded =
                EventCodec.encode(new Event<>(new Envelope(id, SOURCE, type, time), data));
        if (!traced) {
            cause = trace.step(cause, causeWritten);
            traced = true;
        }
        cause.writeTo(encoded.headers());
        context.forward(new Record<>(encoded.key(), encoded.value(), time.toEpochMilli(), encoded.headers()), sink);
    }

    private void tellCounts(long epoch, Histogram histogram) {
        coordinate(new Coordination.Counted(epoch, context.taskId().partition(), WireTranslator.toWire(histogram)));
    }

    private void coordinate(Coordination record) {
        context.forward(
                new Record<>(new byte[0], WireJson.bytes(Coordination.class, record), now().toEpochMilli()),
                TierTopology.COUNTS_SINK);
    }

    private void answer(String commandId, Answer answer) {
        context.forward(
                new Record<>(
                        commandId.getBytes(StandardCharsets.UTF_8),
                        WireJson.bytes(Answer.class, answer),
                        now().toEpochMilli()),
                TierTopology.ANSWERS_SINK);
    }

    private void deadLetter(
            Record<byte[], byte[]> record,
            RecordMetadata origin,
            DeadLetterReason reason,
            String detail,
            boolean forwarded) {
        if (forwarded) {
            skip(origin, detail);
            return;
        }
        meters.deadLetter(origin.topic(), reason);
        DeadLetters.Letter letter = DeadLetters.letter(
                record.key(),
                record.value(),
                record.headers(),
                origin.topic(),
                origin.partition(),
                origin.offset(),
                reason,
                detail);
        context.forward(
                record.withKey(letter.key()).withValue(letter.value()).withHeaders(letter.headers()),
                TierTopology.DEAD_LETTERS_SINK);
    }

    private void skip(RecordMetadata origin, String detail) {
        meters.skipped(origin.topic());
        log.warn("Skipped {}-{}@{}: {}", origin.topic(), origin.partition(), origin.offset(), oneLine(detail));
    }

    private static String oneLine(String detail) {
        return detail.replaceAll("[\\p{C}\\u2028\\u2029]", " ");
    }

    private void save(ControlState next) {
        control = next;
        controlStore.put(CONTROL_KEY, WireJson.bytes(next));
    }

    /** To the millisecond, and never before an earlier decision of this task. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        latest = now.isBefore(latest) ? latest : now;
        return latest;
    }
}
