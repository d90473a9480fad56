package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.domain.intake.Publisher;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.files.ImportState.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {

    private static final String HEADER = "type,time,customerId,orderId,amount\n";

    @TempDir
    private Path folder;

    private final AtomicInteger stored = new AtomicInteger();
    private final CountDownLatch kafka = new CountDownLatch(1);
    private volatile boolean memory = true;
    private Imports imports;

    @AfterEach
    void stop() {
        kafka.countDown();
        imports.stop();
    }

    @Test
    void shouldKeepToTheRateOfThePublisherAndLetOthersGoOn() throws Exception {
        kafka.countDown();
        start(1_000_000, "slow");

        ImportState slow = send("slow", orders(4_001));
        Awaitility.await().until(() -> imports.find(slow.id()).orElseThrow().status() == Status.WAITING);
        assertThat(stored).hasValue(2_000);

        ImportState other = send("other", orders(1));
        Awaitility.await().until(() -> imports.find(other.id()).orElseThrow().status() == Status.DONE);
        assertThat(imports.find(slow.id()).orElseThrow().status()).isNotEqualTo(Status.DONE);
        assertThat(stored).hasValue(2_001);
    }

    @Test
    void shouldRefuseTheSixthImportOfAPublisherThatIsNotDone() throws Exception {
        start(1_000_000, "none");
        for (int i = 0; i < 5; i++) {
            send("shop", orders(1));
        }

        assertRefused("shop", orders(1), ImportRefusedException.Reason.TOO_MANY);

        send("other", orders(1));
        kafka.countDown();
        Awaitility.await().until(() -> imports.all().stream().allMatch(state -> state.status() == Status.DONE));
        send("shop", orders(1));
    }

    @Test
    void shouldBoundWhatFilesThatWaitTakeOnDisk() throws Exception {
        String file = orders(10);
        start(file.length() + 100, "none");
        ImportState first = send("shop", file);

        assertRefused("other", file, ImportRefusedException.Reason.NO_ROOM);

        try (var kept = Files.list(folder)) {
            assertThat(kept).as("nothing of the refused one is kept").hasSize(1);
        }
        kafka.countDown();
        Awaitility.await().until(() -> imports.find(first.id()).orElseThrow().status() == Status.DONE);
        Awaitility.await().untilAsserted(() -> assertThat(send("other", file)).isNotNull());
    }

    @Test
    void shouldFailAnImportThatRunsOutOfMemoryAndGoOnWithTheNext() throws Exception {
        kafka.countDown();
        memory = false;
        start(1_000_000, "none");

        ImportState first = send("shop", orders(1));
        Awaitility.await().until(() -> imports.find(first.id()).orElseThrow().status() == Status.FAILED);

        memory = true;
        ImportState second = send("shop", orders(1));
        Awaitility.await().until(() -> imports.find(second.id()).orElseThrow().status() == Status.DONE);
        imports.stop();
        start(1_000_000, "none");
        assertThat(imports.find(first.id()).orElseThrow().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldGiveUpAnImportThatEndsTheServiceAgainAndAgain() throws Exception {
        kafka.countDown();
        ImportFolder last = left("20260101-000000-1", Status.RUNNING, 19);
        ImportFolder tooOften = left("20260101-000000-2", Status.RUNNING, 20);
        ImportFolder onlyWaiting = left("20260101-000000-3", Status.WAITING, 20);

        start(1_000_000, "none");
        Awaitility.await()
                .until(() ->
                        imports.all().stream().allMatch(state -> state.status().isFinal()));

        assertThat(last.load().status()).isEqualTo(Status.DONE);
        assertThat(tooOften.load().status()).isEqualTo(Status.FAILED);
        assertThat(tooOften.load().message()).contains("21 times");
        assertThat(tooOften.body()).doesNotExist();
        assertThat(onlyWaiting.load().status()).isEqualTo(Status.DONE);
    }

    /** What a service leaves behind that is killed. */
    private ImportFolder left(String id, Status status, int restarts) throws IOException {
        ImportFolder left = new ImportFolder(Files.createDirectory(folder.resolve(id)));
        Files.writeString(left.body(), orders(1));
        left.save(new ImportState(
                id,
                "events",
                false,
                status,
                "shop",
                Set.of(),
                Set.of(),
                Instant.EPOCH,
                null,
                100,
                0,
                0,
                0,
                null,
                0,
                null,
                restarts,
                0,
                null));
        return left;
    }

    @Test
    void shouldGoOnWhenTheListOfRejectsIsFullAndSayHowManyRowsItHas() throws Exception {
        kafka.countDown();
        start(1_000_000, "none");

        ImportState sent =
                send("shop", HEADER + ",\n".repeat(50_000) + orders(1).substring(HEADER.length()));
        Awaitility.await().until(() -> imports.find(sent.id()).orElseThrow().status() == Status.DONE);

        ImportState done = imports.find(sent.id()).orElseThrow();
        assertThat(done.rowsRejected()).isEqualTo(50_000);
        assertThat(done.eventsPublished()).isEqualTo(1);
        assertThat(done.rejectsListed()).isBetween(10L, 1_000L);
        assertThat(Files.size(imports.rejectsFile(done))).isLessThan(30_000);
        assertThat(new ImportFolder(folder.resolve(done.id())).load()).isEqualTo(done);
    }

    private void assertRefused(String publisher, String file, ImportRefusedException.Reason reason) {
        assertThatThrownBy(() -> send(publisher, file))
                .isInstanceOfSatisfying(
                        ImportRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private void start(long maxWaiting, String limited) {
        Clock clock = Clock.systemUTC();
        EventLog log = records -> {
            try {
                kafka.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new EventLog.NotStored(Duration.ofSeconds(1), "interrupted");
            }
            if (!memory) {
                throw new OutOfMemoryError("of the test");
            }
            stored.addAndGet(records.size());
            return new EventLog.Stored(Collections.nCopies(records.size(), new EventLog.Place("orders", 0, 0)));
        };
        imports = new Imports(
                folder,
                Mappings.load(folder.resolve("mappings")),
                new CheckingEvents(new IntakeRules(Set.of("EUR")), clock),
                log,
                new PublisherRates(RateLimiterRegistry.ofDefaults(), name -> name.equals(limited) ? 10 : null),
                clock,
                ZoneOffset.UTC,
                1_000_000,
                maxWaiting,
                10_000);
        imports.start();
    }

    private ImportState send(String publisher, String file)
            throws IOException, ImportTooLargeException, ImportRefusedException {
        Mapping mapping = imports.mappings().find("events").orElseThrow();
        InputStream body = new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
        return imports.start(mapping, false, new Publisher(publisher, Set.of(), Set.of()), body);
    }

    private static String orders(int count) {
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < count; i++) {
            file.append("io.tierstream.order.placed.v1,2026-01-02T03:04:05Z,c-1,o-")
                    .append(i)
                    .append(",1\n");
        }
        return file.toString();
    }
}
