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
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * One approved sample per published type, with every component set: a version that is out there reads and writes for
 * ever. A sample is never edited; what needs an edit is a new version. An optional component that came later has a further
 * sample.
 */
class ApprovedSamplesTest {

    /** A sample of a type; {@code later} names the optional component for which it was added, empty for the first. */
    record Sample(EventType type, String later) {

        JsonNode read() throws IOException {
            String file = "/samples/" + type.name() + (later.isEmpty() ? "" : "-" + later) + ".json";
            try (InputStream in = ApprovedSamplesTest.class.getResourceAsStream(file)) {
                assertThat(in).as(file).isNotNull();
                return EventJson.mapper().readTree(in);
            }
        }
    }

    static List<Sample> samples() {
        return Stream.concat(
                        EventTypes.all().stream().map(type -> new Sample(type, "")),
                        Stream.of(
                                new Sample(
                                        EventTypes.find(EventTypes.SLA_CHANGED).orElseThrow(), "calendars"),
                                new Sample(
                                        EventTypes.find(EventTypes.TICKET_RESUMED)
                                                .orElseThrow(),
                                        "stops")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldKeepTheSchema(Sample approved) throws IOException {
        EventType type = approved.type();
        assertThat(Schemas.validate(type, approved.read().get("data"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadStructuredModeAndWriteItBackUnchanged(Sample approved) throws IOException {
        EventType type = approved.type();
        byte[] bytes = EventJson.mapper().writeValueAsBytes(approved.read());
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));

        Decoding decoding = EventCodec.decode(type.topic(), bytes, headers);

        assertThat(decoding).isInstanceOf(Decoded.class);
        JsonNode written =
                EventJson.mapper().valueToTree(((Decoded) decoding).event().data());
        assertThat(comparable(written)).isEqualTo(comparable(approved.read().get("data")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSurviveBinaryMode(Sample approved) throws IOException {
        EventType type = approved.type();
        byte[] bytes = EventJson.mapper().writeValueAsBytes(approved.read());
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        Event<?> event = ((Decoded) EventCodec.decode(type.topic(), bytes, headers)).event();

        ProducerRecord<byte[], byte[]> written = EventCodec.encode(event);

        assertThat(written.topic()).isEqualTo(type.topic());
        assertThat(EventCodec.decode(type.topic(), written.value(), written.headers()))
                .isEqualTo(new Decoded(event));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSetEveryComponent(Sample approved) throws IOException {
        EventType type = approved.type();
        List<String> components = Arrays.stream(type.data().getRecordComponents())
                .map(component -> component.getName())
                .filter(name -> !type.data().getSimpleName().equals("TicketEvent")
                        || !List.of("before", "after", "cause", "stops").contains(name))
                .filter(name -> !name.equals("calendars") || approved.later().equals(name))
                .toList();
        assertThat(approved.read().get("data").propertyNames()).containsAll(components);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldPassOverFieldsOfLaterVersions(Sample approved) throws IOException {
        EventType type = approved.type();
        JsonNode sample = approved.read();
        ((tools.jackson.databind.node.ObjectNode) sample.get("data")).put("addedLater", 1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));

        Decoding decoding = EventCodec.decode(type.topic(), EventJson.mapper().writeValueAsBytes(sample), headers);

        assertThat(decoding).isInstanceOf(Decoded.class);
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
