package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The hand-written AsyncAPI document says what the code does. */
class AsyncApiTest {

    private static Map<String, Object> document = Map.of();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            document = new Yaml().load(in);
        }
    }

    @Test
    void shouldListTheTypesOfEveryTopic() {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (Object channel : map(document, "channels").values()) {
            Set<String> types = documented.computeIfAbsent(text(channel, "address"), address -> new TreeSet<>());
            for (Object message : map(channel, "messages").values()) {
                types.add(text(resolve(text(message, "$ref")), "name"));
            }
        }

        Map<String, Set<String>> actual = new TreeMap<>();
        for (EventType type : EventTypes.all()) {
            actual.computeIfAbsent(type.topic(), topic -> new TreeSet<>()).add(type.name());
        }
        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void shouldReferToTheSchemaOfEveryType() {
        for (Object message : map(map(document, "components"), "messages").values()) {
            EventType type = EventTypes.find(text(message, "name")).orElseThrow();
            String reference = text(map(map(message, "payload"), "schema"), "$ref");
            assertThat("/" + reference).isEqualTo(type.schema());
            assertThat(AsyncApiTest.class.getResource(type.schema())).isNotNull();
        }
    }

    @Test
    void shouldReceiveInputsAndSendTheRest() {
        for (Object operation : map(document, "operations").values()) {
            String topic = text(resolve(text(map(operation, "channel"), "$ref")), "address");
            assertThat(text(operation, "action")).isEqualTo(Topics.INPUTS.contains(topic) ? "receive" : "send");
        }
        assertThat(map(document, "operations")).hasSameSizeAs(map(document, "channels"));
    }

    private static Object resolve(String reference) {
        Object node = document;
        for (String step : reference.substring(2).split("/")) {
            node = map(node).get(step);
        }
        assertThat(node).as(reference).isNotNull();
        return node;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static Map<String, Object> map(Object node, String key) {
        return map(map(node).get(key));
    }

    private static String text(Object node, String key) {
        return (String) map(node).get(key);
    }
}
