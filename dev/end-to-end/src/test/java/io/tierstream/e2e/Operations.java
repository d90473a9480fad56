package io.tierstream.e2e;

import io.tierstream.contracts.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** What {@code docs/operations} gives to those who operate. */
final class Operations {

    static final Path FOLDER = Path.of("..", "..", "docs", "operations");
    static final Path PROMETHEUS = FOLDER.resolve("prometheus");
    static final Path RUNBOOKS = FOLDER.resolve("runbooks");

    private Operations() {}

    static List<Map<String, Object>> rules() throws IOException {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Map<String, Object> group : list(yaml("alerts.yaml"), "groups")) {
            rules.addAll(list(group, "rules"));
        }
        return rules;
    }

    static List<String> expressionsOfRules() throws IOException {
        return rules().stream().map(rule -> (String) rule.get("expr")).toList();
    }

    static List<String> expressionsOfDashboard() throws IOException {
        JsonNode dashboard =
                EventJson.mapper().readTree(Files.readString(FOLDER.resolve(Path.of("grafana", "tierstream.json"))));
        List<String> expressions = new ArrayList<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asString())));
        return expressions;
    }

    static Map<String, Object> yaml(String file) throws IOException {
        return new Yaml().load(Files.readString(PROMETHEUS.resolve(file)));
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> map, String key) {
        return (List<Map<String, Object>>) map.getOrDefault(key, List.of());
    }
}
