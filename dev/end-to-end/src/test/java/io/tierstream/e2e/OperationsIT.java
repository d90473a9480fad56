package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.local.Service;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the dashboard, the alert rules and the list of metrics name is what the running services measure. */
class OperationsIT {

    private static final Pattern SAMPLE = Pattern.compile("^([a-z_][a-zA-Z0-9_]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-z_][a-zA-Z0-9_]*)\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]+)\\s*(?:=~|!=|!~|=)");
    private static final String CUSTOMER = "operations-customer";

    /** Of PromQL, not of ours. */
    private static final Set<String> WORDS = Set.of(
            "by",
            "on",
            "sum",
            "max",
            "min",
            "rate",
            "increase",
            "changes",
            "histogram_quantile",
            "absent",
            "and",
            "or",
            "unless",
            "offset",
            "up");

    /** What a scrape adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    /** The labels that each metric has somewhere. */
    private static final Map<String, Set<String>> MEASURED = new HashMap<>();

    /** How many series each metric has. */
    private static final Map<String, Integer> SERIES = new HashMap<>();

    private static final StringBuilder ALL = new StringBuilder();

    @BeforeAll
    static void somethingHappens() {
        Instant now = Instant.now();
        Publishing.publish(Publishing.event(
                now, new ComplaintOpened("operations-1", CUSTOMER, "It is broken", null, null, null, null, null)));
        Publishing.publish(Publishing.event(
                now, new OrderPlaced("operations-o", CUSTOMER, new BigDecimal("7"), null, new BigDecimal("6"), null)));
        Waiting.upTo(Duration.ofSeconds(60)).untilAsserted(() -> {
            Stack.tiers().get("/v1/customers/" + CUSTOMER).expect(200);
            Stack.desk().get("/v1/tickets/operations-1").expect(200);
            assertThat(Stack.api(Service.INGEST, "ops")
                            .get("/actuator/prometheus")
                            .body())
                    .contains("tierstream_consumer_lag{");
        });
        // What Kafka's clients measure is looked for once a minute.
        Waiting.upTo(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(Stack.api(Service.SCORING, "ops")
                                .get("/actuator/prometheus")
                                .body())
                        .contains("kafka_stream_state_live_sst_files_size{"));
        for (Service service : Service.values()) {
            String text = whenReady(service);
            ALL.append(text);
            text.lines().filter(line -> !line.startsWith("#")).forEach(OperationsIT::read);
        }
    }

    private static String whenReady(Service service) {
        Api api = Stack.api(service, "ops");
        // Asked every ten seconds.
        Waiting.upTo(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(api.get("/actuator/prometheus").body())
                        .containsPattern("(?m)^tierstream_ready 1\\.0$"));
        return api.get("/actuator/prometheus").expect(200).body();
    }

    private static void read(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (sample.matches()) {
            Set<String> labels = MEASURED.computeIfAbsent(sample.group(1), name -> new HashSet<>());
            SERIES.merge(sample.group(1), 1, Integer::sum);
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
    }

    @Test
    void shouldMeasureWhatTheRulesAskFor() throws IOException {
        assertThat(Operations.expressionsOfRules()).isNotEmpty().allSatisfy(OperationsIT::assertMeasured);
    }

    @Test
    void shouldMeasureWhatTheDashboardShows() throws IOException {
        assertThat(Operations.expressionsOfDashboard()).hasSizeGreaterThan(20).allSatisfy(OperationsIT::assertMeasured);
    }

    @Test
    void shouldHaveARunbookForEveryRuleAndARuleForEveryRunbook() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Map<String, Object> rule : Operations.rules()) {
            assertThat(rule).containsKeys("alert", "expr", "for");
            @SuppressWarnings("unchecked")
            Map<String, String> annotations = (Map<String, String>) rule.get("annotations");
            Path runbook = Path.of("..", "..").resolve(annotations.get("runbook"));
            assertThat(runbook).exists();
            assertThat(Files.readString(runbook)).startsWith("# " + rule.get("alert") + "\n");
            assertThat(Files.readString(Operations.RUNBOOKS.resolve("README.md")))
                    .contains("| [" + rule.get("alert") + "](" + runbook.getFileName() + ") |");
            named.add(runbook.getFileName().toString());
        }
        try (Stream<Path> files = Files.list(Operations.RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void shouldScrapeEveryServiceWhereItIs() throws IOException {
        Map<String, Object> scraping = Operations.yaml("prometheus.yaml");

        assertThat(scraping.toString())
                .contains(Stream.of(Service.values()).map(Service::module).toList())
                .contains(
                        "/actuator/prometheus", "localhost:8081", "localhost:8082", "localhost:8083", "localhost:8084");
    }

    @Test
    void shouldListEveryMetricOfOursAndNoOther() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher name = Pattern.compile("`(tierstream_[a-z_]+)`")
                .matcher(Files.readString(Operations.FOLDER.resolve("metrics.md")));
        while (name.find()) {
            listed.add(name.group(1));
        }

        assertThat(measuredNames().filter(measured -> measured.startsWith("tierstream_")))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void shouldHaveLabelsOfFewValues() {
        assertThat(ALL).doesNotContain(CUSTOMER);
        assertThat(SERIES.entrySet().stream().filter(entry -> entry.getKey().startsWith("tierstream_")))
                .allSatisfy(
                        entry -> assertThat(entry.getValue()).as(entry.getKey()).isLessThan(200));
    }

    /** A histogram or summary under its own name. */
    private static Stream<String> measuredNames() {
        return MEASURED.keySet().stream()
                .map(measured -> measured.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .distinct();
    }

    private static void assertMeasured(String expression) {
        String plain = expression.replaceAll("\\[[^]]*]", " ").replaceAll("\\b(by|on)\\s*\\([^)]*\\)", " ");
        Matcher selector = SELECTOR.matcher(plain);
        int found = 0;
        Set<String> labels = new HashSet<>(OF_PROMETHEUS);
        while (selector.find()) {
            String metric = selector.group(1);
            if (metric.equals("up")) {
                found++;
            }
            if (WORDS.contains(metric) || metric.length() < 2) {
                continue;
            }
            found++;
            assertThat(MEASURED).as("in " + expression).containsKey(metric);
            Set<String> measured = MEASURED.getOrDefault(metric, Set.of());
            labels.addAll(measured);
            if (selector.group(2) != null) {
                Matcher label = MATCHER.matcher(selector.group(2).replaceAll("\"[^\"]*\"", ""));
                while (label.find()) {
                    if (!OF_PROMETHEUS.contains(label.group(1))) {
                        assertThat(measured).as("in " + expression).contains(label.group(1));
                    }
                }
            }
        }
        assertThat(found).as("metrics in " + expression).isPositive();
        Matcher grouping = Pattern.compile("\\bby\\s*\\(([^)]*)\\)").matcher(expression);
        while (grouping.find()) {
            assertThat(labels)
                    .as("in " + expression)
                    .contains(grouping.group(1).strip().split("\\s*,\\s*"));
        }
    }
}
