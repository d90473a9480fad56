package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Event;
import io.tierstream.oracle.Scenario;
import io.tierstream.oracle.Settings;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Scoring;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkingSetTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    /** What a transaction does to stores and topics when it ends before its commit: nothing. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldComeToTheSameWhereverACommitIsCutOff(long seed) {
        Scenario scenario =
                Scenario.of(seed, Settings.defaults(), Bench.START, 6, 10).shuffled(seed, 20);
        Task undisturbed = new Task();
        Task disturbed = new Task();
        int cutAt = 0;
        int cuts = 0;
        for (List<Event<?>> batch : scenario.batches(seed, 8)) {
            undisturbed.commit(batch);
            if (disturbed.isCutOff(batch, cutAt)) {
                cuts++;
                cutAt++;
            } else {
                cutAt = 0;
            }
            disturbed.commit(batch);
        }

        assertThat(disturbed.contents()).as(scenario.toString()).isEqualTo(undisturbed.contents());
        assertThat(disturbed.told).as(scenario.toString()).isEqualTo(undisturbed.told);
        assertThat(cuts).isPositive();
    }

    private static final class CutOffException extends RuntimeException {}

    /** One task: its stores, what it tells, and a working set that is made anew whenever a transaction fails. */
    private static final class Task {

        private final ScoringContext scoring = ScoringContext.of(
                Bench.properties(Period.ofDays(365), "UTC"),
                new TestClock(Bench.START),
                new IntakeCounters(new SimpleMeterRegistry()),
                TraceStep.NONE);
        private final Map<String, MemoryStore> stores = new TreeMap<>();
        private final List<String> told = new ArrayList<>();
        private int writesUntilCut = Integer.MAX_VALUE;
        private WorkingSet customers;

        Task() {
            for (String name : List.of(Stores.LEDGER, Stores.METRICS, Stores.AGENDA, Stores.TASK)) {
                stores.put(name, new MemoryStore(this::write));
            }
            customers = start();
        }

        private WorkingSet start() {
            return new WorkingSet(
                    scoring,
                    new Stores.OfTask(
                            stores.get(Stores.LEDGER),
                            stores.get(Stores.METRICS),
                            stores.get(Stores.AGENDA),
                            stores.get(Stores.TASK)),
                    0,
                    this::tell);
        }

        private void write() {
            if (writesUntilCut-- == 0) {
                throw new CutOffException();
            }
        }

        private void tell(Record<byte[], byte[]> score) {
            write();
            told.add(new String(score.value(), StandardCharsets.UTF_8));
        }

        void commit(List<Event<?>> batch) {
            writesUntilCut = Integer.MAX_VALUE;
            for (Event<?> event : batch) {
                Fact fact = scoring.facts().translate(event);
                CustomerFile file = customers.open(event.data().customerId());
                file.apply(Scoring.decide(file.metrics(), file.ledger(), fact, scoring.rules(), scoring.today()));
            }
            customers.write();
        }

        /** Ends the transaction after so many writes and takes it back; false when it has no more than these. */
        boolean isCutOff(List<Event<?>> batch, int writes) {
            Map<String, Map<Bytes, byte[]>> before = new TreeMap<>();
            stores.forEach((name, store) -> before.put(name, Map.copyOf(store.entries())));
            int toldBefore = told.size();
            boolean cut = false;
            try {
                for (Event<?> event : batch) {
                    Fact fact = scoring.facts().translate(event);
                    CustomerFile file = customers.open(event.data().customerId());
                    file.apply(Scoring.decide(file.metrics(), file.ledger(), fact, scoring.rules(), scoring.today()));
                }
                writesUntilCut = writes;
                customers.write();
            } catch (CutOffException e) {
                cut = true;
            }
            writesUntilCut = Integer.MAX_VALUE;
            stores.forEach((name, store) -> {
                store.entries().clear();
                store.entries().putAll(before.get(name));
            });
            told.subList(toldBefore, told.size()).clear();
            customers = start();
            return cut;
        }

        Map<String, String> contents() {
            Map<String, String> contents = new TreeMap<>();
            stores.forEach((name, store) -> store.entries()
                    .forEach((key, value) -> contents.put(
                            name + " " + HexFormat.of().formatHex(key.get()),
                            HexFormat.of().formatHex(value))));
            return contents;
        }
    }
}
