package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules fire when they should and at no other time, and what the runbooks say can be pasted. */
class AlertsTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    @Test
    void shouldFireWhenSomethingIsWrongAndNotOtherwise() {
        requirePromtool();

        String output = promtool("test", "rules", "alerts-test.yaml");

        assertThat(output).contains("SUCCESS");
    }

    @Test
    void shouldBeUnderstoodByPrometheus() throws IOException {
        requirePromtool();
        List<Map<String, String>> records = Stream.concat(
                        Operations.expressionsOfRules().stream(), Operations.expressionsOfDashboard().stream())
                .distinct()
                .map(expression ->
                        Map.of("record", "e:" + Integer.toHexString(expression.hashCode()), "expr", expression))
                .toList();
        Path file = Path.of("target", "expressions.yaml").toAbsolutePath();
        Files.writeString(
                file,
                EventJson.mapper()
                        .writeValueAsString(Map.of("groups", List.of(Map.of("name", "all", "rules", records)))));

        String output = promtool("check", "rules", file.toString(), "alerts.yaml");

        assertThat(output).contains(records.size() + " rules found");
    }

    @Test
    void shouldHaveATestThatFiresAndOneThatDoesNotForEveryRule() throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Map<String, Object> test : Operations.list(Operations.yaml("alerts-test.yaml"), "tests")) {
            for (Map<String, Object> check : Operations.list(test, "alert_rule_test")) {
                (check.containsKey("exp_alerts") ? firing : silent).add((String) check.get("alertname"));
            }
        }
        Set<String> alerts = Operations.rules().stream()
                .map(rule -> (String) rule.get("alert"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(firing).isEqualTo(alerts);
        assertThat(silent).isEqualTo(alerts);
    }

    /** {@code dev/alerts} pastes the same blocks. */
    @Test
    void shouldHaveRunbooksThatCanBePasted() throws IOException {
        Tool.require("Install bash.", "bash", "--version");
        List<Path> runbooks = new ArrayList<>();
        try (Stream<Path> files = Files.list(Operations.RUNBOOKS)) {
            files.forEach(runbooks::add);
        }
        for (Path runbook : runbooks) {
            String text = Files.readString(runbook);
            if (!runbook.endsWith("README.md")) {
                for (String section : List.of("See it.", "Make it come.", "Make it go.")) {
                    assertThat(text).as(runbook.toString()).contains("**" + section + "**");
                }
                assertThat(text).as(runbook.toString()).contains("**Means.**", "**What to do.**");
            }
            BLOCK.matcher(text)
                    .results()
                    .forEach(block -> Tool.run(Path.of("."), block.group(1), List.of("bash", "-n")));
        }
    }

    private static void requirePromtool() {
        Tool.require("Install Prometheus, which has promtool: apt-get install prometheus", "promtool", "--version");
    }

    private static String promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        return Tool.run(Operations.PROMETHEUS, "", command);
    }
}
