package io.tierstream.scoring.streams;

import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.IntakeRules.Breach;
import io.tierstream.contracts.Lineage;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Scoring;
import io.tierstream.scoring.streams.TaskState.Audit;
import io.tierstream.scoring.streams.TaskState.Rescore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's records, one by one: decodes, sees that the record is where its customer belongs, translates and lets
 * the domain decide. What changes is written and told at each commit, see {@link WorkingSet}; what time or a command
 * asks of many customers goes in slices between the records, see {@link BackgroundWork}.
 */
final class ScoringProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "scoring";
    static final String SCORES_SINK = "scores";
    static final String FORWARDED_SINK = "forwarded";
    static final String CONTROL_SINK = "control";
    static final String REPORTS_SINK = "reports";

    /** Says where a forwarded record was: {@code topic-partition@offset}. */
    static final String FORWARDED_HEADER = "ts_forwarded";

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofMillis(20);
    private static final int MAX_DIRTY = 20_000;

    private static final Logger log = LoggerFactory.getLogger(ScoringProcessor.class);

    private final ScoringContext scoring;

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable WorkingSet customers;
    private @Nullable BackgroundWork background;
    private @Nullable Cancellable busyTicks;
    private byte @Nullable [] lastReport;
    private int decisions;

    ScoringProcessor(ScoringContext scoring) {
        this.scoring = scoring;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        // A task that is revived after a failure begins anew: nothing of before may be left.
        context = processorContext;
        busyTicks = null;
        lastReport = null;
        decisions = 0;
        Stores.OfTask stores = new Stores.OfTask(
                processorContext.getStateStore(Stores.LEDGER),
                processorContext.getStateStore(Stores.METRICS),
                processorContext.getStateStore(Stores.AGENDA),
                processorContext.getStateStore(Stores.TASK));
        WorkingSet workingSet =
                new WorkingSet(scoring, stores, processorContext.taskId().partition(), this::tell);
        workingSet.check();
        customers = workingSet;
        background = new BackgroundWork(scoring, stores, workingSet);
        CommitHook hook = processorContext.getStateStore(CommitHook.NAME);
        hook.onCommit(processorContext, () -> {
            workingSet.write();
            decisions = 0;
        });
        processorContext.schedule(IDLE, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata position = context().recordMetadata().orElseThrow();
        if (position.topic().equals(InternalTopics.CONTROL)) {
            obey(record);
            return;
        }
        Source source = Source.of(record, position);
        Decoding decoding = EventCodec.decode(source.topic(), record.value(), record.headers());
        switch (decoding) {
            case Undecodable bad -> refuse(record, source, bad.reason(), bad.detail());
            case Decoded good -> take(record, source, good.event());
        }
    }

    private void take(Record<byte[], byte[]> record, Source source, Event<?> event) {
        Optional<Breach> breach = scoring.intake().check(event, scoring.clock().instant());
        if (breach.isPresent()) {
            refuse(
                    record,
                    source,
                    breach.get().reason(),
                    breach.get().field() + ": " + breach.get().message());
            return;
        }
        Fact fact = scoring.facts().translate(event);
        String customerId = event.data().customerId();
        if (fact == null || customerId.isEmpty()) {
            scoring.counters().count(source.topic(), "ignored");
            return;
        }
        byte[] key = customerId.getBytes(StandardCharsets.UTF_8);
        int home = BuiltInPartitioner.partitionForKey(key, scoring.properties().partitions());
        if (home != context().taskId().partition()) {
            forward(record, source, key);
            return;
        }
        CustomerFile customer = customers().open(customerId);
        Decision decision;
        try {
            decision = Scoring.decide(customer.metrics(), customer.ledger(), fact, scoring.rules(), scoring.today());
        } catch (KafkaException | UnreadableStateException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error(
                    "Record {} of customer {} cannot be worked on and is put aside", source.position(), customerId, e);
            refuse(record, source, DeadLetterReason.INVALID, "The service failed on this event: " + e);
            return;
        }
        customer.apply(decision);
        customer.follows(Lineage.ofInput(record.headers(), record.timestamp()));
        switch (decision.outcome()) {
            case Accepted accepted -> scoring.counters().count(source.topic(), "accepted");
            case Repeated repeated -> scoring.counters().count(source.topic(), "repeated");
            case Refused refused ->
                refuse(
                        record,
                        source,
                        switch (refused.reason()) {
                            case ID_CONFLICT -> DeadLetterReason.ID_CONFLICT;
                            case TOO_MANY_ENTRIES -> DeadLetterReason.INVALID;
                        },
                        refused.detail());
        }
        if (customers().size() >= MAX_DIRTY || ++decisions >= MAX_DIRTY) {
            customers().write();
            decisions = 0;
        }
    }

    private void forward(Record<byte[], byte[]> record, Source source, byte[] key) {
        if (source.forwarded()) {
            // Only a record that somebody else put there: the partition count is checked at every start.
            refuse(record, source, DeadLetterReason.INVALID, "It was forwarded to a wrong partition");
            return;
        }
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add(FORWARDED_HEADER, source.position().getBytes(StandardCharsets.UTF_8));
        context().forward(record.withKey(key).withHeaders(headers), FORWARDED_SINK);
        scoring.counters().count(source.topic(), "forwarded");
    }

    private void refuse(Record<byte[], byte[]> record, Source source, DeadLetterReason reason, String detail) {
        scoring.counters().count(source.topic(), reason.name());
        if (!InternalTopics.OWNED.contains(source.topic())) {
            return;
        }
        scoring.counters().countDeadLetter(source.topic(), reason);
        log.debug("Record {} goes to the dead letters: {}", source.position(), reason);
        RecordHeaders original = new RecordHeaders(record.headers().toArray());
        original.remove(FORWARDED_HEADER);
        DeadLetters.Letter letter = DeadLetters.letter(
                record.key(),
                record.value(),
                original,
                source.topic(),
                source.partition(),
                source.offset(),
                reason,
                detail);
        context()
                .forward(
                        record.withKey(letter.key()).withValue(letter.value()).withHeaders(letter.headers()),
                        deadLetterSink(source.topic()));
    }

    static String deadLetterSink(String topic) {
        return "dead-letters-of-" + topic;
    }

    // ---- commands

    private void obey(Record<byte[], byte[]> record) {
        ControlMessage message;
        try {
            message = ControlMessage.fromBytes(record.value());
        } catch (RuntimeException e) {
            log.warn(
                    "The command at offset {} cannot be read and is passed over: {}",
                    context().recordMetadata().map(RecordMetadata::offset).orElse(-1L),
                    e.getClass().getName());
            return;
        }
        if (!message.toAll()) {
            ScorecardDocument scorecard = message.scorecard();
            if (scorecard != null) {
                TaskState before = customers().state();
                scorecard = scorecard.after(before.lastNumbered(), message.given());
                customers().change(before.numbering(scorecard));
            }
            context().forward(new Record<>(null, message.toAll(scorecard).toBytes(), record.timestamp()), CONTROL_SINK);
            return;
        }
        TaskState state = customers().state();
        ScorecardDocument scorecard = message.scorecard();
        if (scorecard != null && scorecard.version() > state.scorecard().version()) {
            customers()
                    .change(state.with(
                            scorecard,
                            new Rescore(
                                    scorecard.version(), null, 0, state.totals().customers(), false)));
        }
        String auditId = message.auditId();
        if (auditId != null) {
            customers()
                    .change(state.with(new Audit(
                            auditId,
                            message.at(),
                            message.by(),
                            null,
                            0,
                            state.totals().customers(),
                            0,
                            List.of(),
                            false)));
        }
        tick();
    }

    // ---- time

    private void tick() {
        boolean more = background().workFor(scoring.properties().scoring().slice());
        if (more && busyTicks == null) {
            busyTicks = context().schedule(BUSY, PunctuationType.WALL_CLOCK_TIME, time -> tick());
        } else if (!more && busyTicks != null) {
            busyTicks.cancel();
            busyTicks = null;
        }
        report();
    }

    /** Tells all instances of this partition, where something changed. */
    private void report() {
        byte[] now = customers().state().toBytes();
        if (!Arrays.equals(now, lastReport)) {
            lastReport = now;
            byte[] key = Integer.toString(context().taskId().partition()).getBytes(StandardCharsets.UTF_8);
            context().forward(new Record<>(key, now, scoring.clock().millis()), REPORTS_SINK);
        }
    }

    private void tell(Record<byte[], byte[]> score) {
        context().forward(score, SCORES_SINK);
    }

    // ---- after init

    private ProcessorContext<byte[], byte[]> context() {
        return initialised(context);
    }

    private WorkingSet customers() {
        return initialised(customers);
    }

    private BackgroundWork background() {
        return initialised(background);
    }

    private static <T> T initialised(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The processor is not initialised");
        }
        return part;
    }

    /** Where a record was first. */
    private record Source(String topic, int partition, long offset, boolean forwarded) {

        private static final Pattern POSITION = Pattern.compile("([a-z]{1,100})-(\\d{1,9})@(\\d{1,18})");

        static Source of(Record<byte[], byte[]> record, RecordMetadata here) {
            Header header = here.topic().equals(InternalTopics.FORWARDED)
                    ? record.headers().lastHeader(FORWARDED_HEADER)
                    : null;
            if (header != null && header.value() != null) {
                Matcher position = POSITION.matcher(new String(header.value(), StandardCharsets.UTF_8));
                if (position.matches()) {
                    return new Source(
                            position.group(1),
                            Integer.parseInt(position.group(2)),
                            Long.parseLong(position.group(3)),
                            true);
                }
            }
            return new Source(here.topic(), here.partition(), here.offset(), false);
        }

        String position() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
