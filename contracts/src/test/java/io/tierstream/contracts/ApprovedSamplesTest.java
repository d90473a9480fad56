package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Decoding.Decoded;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * One approved sample per published type, with every component set: a version that is out there reads and writes for
 * ever. A sample is never edited; what needs an edit is a new version.
 */
class ApprovedSamplesTest {

    static List<EventType> types() {
        return EventTypes.all();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldKeepTheSchema(EventType type) throws IOException {
        assertThat(Schemas.validate(type, sample(type).get("data"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldReadStructuredModeAndWriteItBackUnchanged(EventType type) throws IOException {
        byte[] bytes = EventJson.mapper().writeValueAsBytes(sample(type));
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));

        Decoding decoding = EventCodec.decode(type.topic(), bytes, headers);

        assertThat(decoding).isInstanceOf(Decoded.class);
        JsonNode written =
                EventJson.mapper().valueToTree(((Decoded) decoding).event().data());
        assertThat(comparable(written)).isEqualTo(comparable(sample(type).get("data")));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldSurviveBinaryMode(EventType type) throws IOException {
        byte[] bytes = EventJson.mapper().writeValueAsBytes(sample(type));
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        Event<?> event = ((Decoded) EventCodec.decode(type.topic(), bytes, headers)).event();

        ProducerRecord<byte[], byte[]> written = EventCodec.encode(event);

        assertThat(written.topic()).isEqualTo(type.topic());
        assertThat(EventCodec.decode(type.topic(), written.value(), written.headers()))
                .isEqualTo(new Decoded(event));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldSetEveryComponent(EventType type) throws IOException {
        List<String> components = Arrays.stream(type.data().getRecordComponents())
                .map(component -> component.getName())
                .filter(name -> !type.data().getSimpleName().equals("TicketEvent")
                        || !List.of("before", "after", "cause").contains(name))
                .toList();
        assertThat(sample(type).get("data").propertyNames()).containsAll(components);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldPassOverFieldsOfLaterVersions(EventType type) throws IOException {
        JsonNode sample = sample(type);
        ((tools.jackson.databind.node.ObjectNode) sample.get("data")).put("addedLater", 1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));

        Decoding decoding = EventCodec.decode(type.topic(), EventJson.mapper().writeValueAsBytes(sample), headers);

        assertThat(decoding).isInstanceOf(Decoded.class);
    }

    private static JsonNode sample(EventType type) throws IOException {
        try (InputStream in = ApprovedSamplesTest.class.getResourceAsStream("/samples/" + type.name() + ".json")) {
            assertThat(in).as("approved sample of " + type.name()).isNotNull();
            return EventJson.mapper().readTree(in);
        }
    }

    /** Numbers compare by value: amounts may be given as numbers or as strings, with or without trailing zeros. */
    private static Object comparable(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> comparable(e.getValue())));
        }
        if (node.isArray()) {
            return node.valueStream().map(ApprovedSamplesTest::comparable).toList();
        }
        try {
            return new BigDecimal(node.asString()).stripTrailingZeros();
        } catch (NumberFormatException e) {
            return node.asString();
        }
    }
}
