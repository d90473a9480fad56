package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/**
 * Names under which an earlier version has kept something: another name would begin anew, with empty state or from the
 * first record. They may only change with a way from the old to the new ones.
 */
class KeptNamesTest {

    private static final Pattern GROUP = Pattern.compile("\"(tier-service-[a-z-]+)\"");

    @Test
    void shouldKeepTheApplicationId() throws IOException {
        assertThat(Files.readString(Path.of("src/main/resources/application.yaml")))
                .contains("application:\n    name: tier-service\n");
    }

    @Test
    void shouldKeepTheConsumerGroups() throws IOException {
        Set<String> groups = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher group = GROUP.matcher(Files.readString(source));
                while (group.find()) {
                    groups.add(group.group(1));
                }
            }
        }

        assertThat(groups)
                .containsExactly(
                        "tier-service-answers",
                        "tier-service-changes",
                        "tier-service-webhook-",
                        "tier-service-webhook-single");
    }

    /** A store's changelog is {@code tier-service-<store>-changelog}. */
    @Test
    void shouldKeepTheStores() {
        assertThat(GradingProcessor.STORES).containsExactlyInAnyOrder("grades", "composites", "agenda", "control");
        assertThat(CoordinatorProcessor.STORE).isEqualTo("coordinator");
    }

    /** Sub-topologies are numbered by their order, and their numbers name tasks and state directories. */
    @Test
    void shouldKeepTheTopology() throws IOException {
        Topology topology = new Topology();
        TierSettings settings = new TierSettings(
                6,
                (short) 1,
                new TierSettings.CutOffs(Duration.ofMinutes(1)),
                new TierSettings.Slices(5000, Duration.ofMillis(100)));
        TierTopology.addTo(
                topology,
                settings,
                Clock.systemUTC(),
                new TierMeters(new SimpleMeterRegistry(), Clock.systemUTC()),
                TraceStep.NONE);

        assertThat(described(topology)).isEqualTo(approved());
    }

    /** Line by line; the names in a line are a set. */
    private static String described(Topology topology) {
        return topology.describe()
                .toString()
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank())
                .map(KeptNamesTest::sorted)
                .collect(Collectors.joining("\n"));
    }

    private static String sorted(String line) {
        Matcher names =
                Pattern.compile("(.*(?:\\[|-->|<--) ?)([^\\]]*)(\\]?.*)").matcher(line);
        return !names.matches()
                ? line
                : names.group(1)
                        + Arrays.stream(names.group(2).split(", ")).sorted().collect(Collectors.joining(", "))
                        + names.group(3);
    }

    private static String approved() throws IOException {
        try (InputStream in = KeptNamesTest.class.getResourceAsStream("/samples/topology-v1.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
