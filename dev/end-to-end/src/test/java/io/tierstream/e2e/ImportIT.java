package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.local.LocalStack;
import io.tierstream.local.Service;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Oracle;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Real data comes in as a file, and adds up. */
class ImportIT {

    @Test
    void shouldImportTheSampleExactlyAndOnlyOnce() throws IOException {
        Path file = requireFile("online_retail_sample.csv");
        RetailFile facts = RetailFile.count(file);
        assertThat(facts.gross().subtract(facts.cancelled())).isEqualByComparingTo("326317.46");

        shouldImport(Stack.running(), file, facts, Duration.ofMinutes(3));
    }

    @Test
    void shouldImportTheWholeFileExactlyAndGradeAFifthOfTheCustomersA() throws IOException {
        Assumptions.assumeTrue(
                Boolean.getBoolean("tierstream.long"), "Takes minutes and a stack of its own: -Dtierstream.long=true");
        Path file = requireFile("online_retail.csv.gz");
        RetailFile facts = RetailFile.count(file);
        assertThat(facts.gross()).isEqualByComparingTo("8911407.904");
        assertThat(facts.cancelled()).isEqualByComparingTo("611342.090");
        assertThat(facts.orders()).isEqualTo(18_536);
        assertThat(facts.cancellations()).isEqualTo(3_654);
        assertThat(facts.withoutCustomer()).isEqualTo(135_080);

        try (LocalStack own = Stack.open("stack-for-import")) {
            own.start();
            shouldImport(own, file, facts, Duration.ofMinutes(10));
            assertShares(own);
        }
    }

    private static void shouldImport(LocalStack stack, Path file, RetailFile facts, Duration atMost)
            throws IOException {
        Totals before = Totals.settled(stack);
        long begin = System.nanoTime();
        JsonNode imported = importFile(stack, file, atMost);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Waiting.upTo(atMost)
                .untilAsserted(() -> assertThat(Totals.of(stack).minus(before)).isEqualTo(Totals.of(facts)));
        System.out.printf(
                "%s: %d lines in %.1f s, all in the figures after %.1f s%n",
                file.getFileName(), facts.lines(), seconds, (System.nanoTime() - begin) / 1e9);
        assertThat(imported.path("rowsRead").asLong()).as("%s", imported).isEqualTo(facts.lines());
        assertThat(imported.path("rowsRejected").asLong()).as("%s", imported).isEqualTo(facts.withoutCustomer());
        assertThat(imported.path("eventsPublished").asLong())
                .as("%s", imported)
                .isEqualTo(facts.orders() + facts.cancellations());
        assertRejects(stack, imported.path("id").asString(), facts);

        importFile(stack, file, atMost);
        Totals after = Totals.of(stack);
        assertThat(after.minus(before)).isEqualTo(Totals.of(facts));
    }

    private static JsonNode importFile(LocalStack stack, Path file, Duration atMost) throws IOException {
        Api api = api(stack, Service.INGEST, "publisher");
        String[] headers = file.toString().endsWith(".gz") ? new String[] {"Content-Encoding", "gzip"} : new String[0];
        Answer started = api.send(
                "POST", "/v1/imports?mapping=online-retail&rebase=now", "text/csv", Files.readAllBytes(file), headers);
        assertThat(started.status()).as("%s", started).isBetween(200, 202);
        String id = started.json().path("id").asString();
        JsonNode[] last = new JsonNode[1];
        Waiting.upTo(atMost).until(() -> {
            last[0] = api.get("/v1/imports/" + id).expect(200).json();
            String state = last[0].path("state").asString();
            assertThat(state).as("%s", last[0]).isNotEqualTo("FAILED");
            return state.equals("DONE");
        });
        return last[0];
    }

    private static void assertRejects(LocalStack stack, String id, RetailFile facts) {
        Answer rejects = api(stack, Service.INGEST, "publisher").get("/v1/imports/" + id + "/rejects");
        rejects.expect(200);
        assertThat(rejects.header("Content-Type").orElse("")).startsWith("text/csv");
        List<String> lines = rejects.body().lines().toList();
        assertThat(lines).hasSize((int) facts.withoutCustomer() + 1);
        assertThat(lines.getFirst()).contains("line", "column", "reason");
        assertThat(lines.get(1)).contains("CustomerID");
    }

    private static void assertShares(LocalStack stack) {
        Api tiers = api(stack, Service.TIERS, "admin");
        JsonNode cutOffs = tiers.post("/v1/cut-offs", "{}").expect(200).json();
        Waiting.upToSeconds(60).untilAsserted(() -> {
            List<JsonNode> graded = tiers.all("/v1/customers").stream()
                    .filter(customer -> customer.path("composite").isNumber())
                    .toList();
            List<BigDecimal> composites = graded.stream()
                    .map(customer -> customer.path("composite").decimalValue())
                    .toList();
            Expectation.CutOffs expected = new Oracle(Stack.SETTINGS).cutOffs(composites);
            assertThat(cutOffs.path("n").asInt()).isEqualTo(expected.n());
            assertThat(cutOffs.path("cutOffs").path("A").decimalValue()).isEqualByComparingTo(expected.a());
            assertThat(cutOffs.path("cutOffs").path("B").decimalValue()).isEqualByComparingTo(expected.b());
            double a = count(graded, "A") / graded.size();
            double b = count(graded, "B") / graded.size();
            System.out.printf("%d graded, %.1f %% A, %.1f %% B%n", graded.size(), 100 * a, 100 * b);
            assertThat(a).isBetween(0.20, 0.21);
            assertThat(a + b).isBetween(0.50, 0.51);
        });
    }

    private static double count(List<JsonNode> customers, String tier) {
        return customers.stream()
                .filter(customer -> customer.path("tier").asString().equals(tier))
                .count();
    }

    private static Api api(LocalStack stack, Service service, String role) {
        return new Api(stack.address(service), stack.credentials().key(role));
    }

    private static Path requireFile(String name) {
        Path file = RetailFile.path(name);
        String hint = "Put the file at " + file.toAbsolutePath().normalize() + " to run it.";
        if (!Files.exists(file)) {
            System.out.println("SKIPPED: " + hint);
        }
        Assumptions.assumeTrue(Files.exists(file), hint);
        return file;
    }

    /** The sums over all customers that the file changes. */
    private record Totals(BigDecimal gross, BigDecimal cancelled, BigDecimal net, long orders, long cancellations) {

        static Totals of(LocalStack stack) {
            JsonNode metrics = api(stack, Service.SCORING, "ops")
                    .get("/v1/totals")
                    .expect(200)
                    .json();
            return new Totals(
                    decimal(metrics, "grossOrderAmount"),
                    decimal(metrics, "cancelledAmount"),
                    decimal(metrics, "orderAmount"),
                    metrics.path("orderCount").asLong(),
                    metrics.path("cancellationCount").asLong());
        }

        /** What they are once the journeys before are through: a partition tells of itself half a second later. */
        static Totals settled(LocalStack stack) {
            AtomicReference<Totals> last = new AtomicReference<>();
            Waiting.upToSeconds(60).pollInterval(Duration.ofSeconds(3)).until(() -> {
                Totals now = of(stack);
                return now.equals(last.getAndSet(now));
            });
            return last.get();
        }

        static Totals of(RetailFile facts) {
            return new Totals(
                    plain(facts.gross()),
                    plain(facts.cancelled()),
                    plain(facts.gross().subtract(facts.cancelled())),
                    facts.orders(),
                    facts.cancellations());
        }

        Totals minus(Totals other) {
            return new Totals(
                    plain(gross.subtract(other.gross)),
                    plain(cancelled.subtract(other.cancelled)),
                    plain(net.subtract(other.net)),
                    orders - other.orders,
                    cancellations - other.cancellations);
        }

        private static BigDecimal decimal(JsonNode metrics, String name) {
            return new BigDecimal(metrics.path(name).asString("0"));
        }

        private static BigDecimal plain(BigDecimal value) {
            return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }
}
