package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and written without the SDK is what the SDK reads and writes. */
class UsualRecordTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldWriteWhatTheSdkWrites(long seed) {
        Random random = new Random(seed);
        Instant time = Instant.ofEpochMilli(random.nextLong(253_402_000_000_000L));
        String subject = random.nextBoolean() ? "c-" + seed : null;
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId("名-" + seed)
                .withSource(URI.create("urn:test:" + seed))
                .withType(EventTypes.ORDER_PLACED)
                .withTime(time.atOffset(ZoneOffset.UTC))
                .withData("application/json", new byte[] {'{', '}'});
        if (subject != null) {
            builder.withSubject(subject);
        }
        ProducerRecord<byte[], byte[]> sdk =
                KafkaMessageFactory.createWriter("orders", new byte[1]).writeBinary(builder.build());
        Headers ours =
                new UsualRecord("名-" + seed, "urn:test:" + seed, EventTypes.ORDER_PLACED, time, subject).headers();

        assertThat(texts(ours)).isEqualTo(texts(sdk.headers()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadWhatTheSdkReadsOrLeaveItToIt(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Headers headers = damaged(random);
            UsualRecord read = UsualRecord.read(headers);
            if (read != null) {
                CloudEvent event = KafkaMessageFactory.createReader(headers, new byte[] {'{', '}'})
                        .toEvent();
                assertThat(new UsualRecord(
                                event.getId(),
                                event.getSource().toString(),
                                event.getType(),
                                event.getTime().toInstant(),
                                event.getSubject()))
                        .as("seed %d, headers %s", seed, texts(headers))
                        .isEqualTo(read);
                assertThat(event.getDataContentType()).isEqualTo("application/json");
            }
        }
    }

    @Test
    void shouldNotRememberASourceThatIsTooLong() {
        for (String source : List.of("urn:short", "urn:" + "x".repeat(600))) {
            Headers headers = new UsualRecord("1", source, EventTypes.ORDER_PLACED, Instant.EPOCH, null).headers();
            assertThat(UsualRecord.read(headers)).isNotNull();
        }

        assertThat(UsualRecord.KNOWN_SOURCES).contains("urn:short").allMatch(source -> source.length() <= 512);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:00:00Z",
                "2024-02-29T23:59:59.5Z",
                "2026-11-22T10:00:00.123456789Z",
                "0001-01-01T00:00:00.000Z"
            })
    void shouldReadUsualTimes(String time) {
        assertThat(UsualRecord.read(headers(time)).time()).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:00Z",
                "2026-02-29T10:00:00Z",
                "2026-11-31T10:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:00:60Z",
                "2026-11-22T10:00:00.Z",
                "2026-11-22T10:00:00+01:00",
                "2026-11-22t10:00:00z",
                "2026-11-22T10:00:00.1234567890Z",
                "2026-1 -22T10:00:00Z"
            })
    void shouldLeaveOtherTimesToTheSdk(String time) {
        assertThat(UsualRecord.read(headers(time))).isNull();
    }

    @Test
    void shouldPassOverHeadersOfOthers() {
        Headers headers = headers("2026-11-22T10:00:00Z");
        headers.add("traceparent", new byte[] {1});
        headers.add("x", null);

        assertThat(UsualRecord.read(headers)).isNotNull();
    }

    private static Headers headers(String time) {
        Headers headers = new UsualRecord("1", "urn:test", EventTypes.ORDER_PLACED, Instant.EPOCH, null).headers();
        headers.remove("ce_time");
        headers.add("ce_time", time.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    /** Usual headers, some of them gone, there twice, or with another name or value. */
    private static Headers damaged(Random random) {
        List<String[]> all = new ArrayList<>();
        all.add(new String[] {"ce_specversion", one(random, "1.0", "1.0", "1.0", "0.3", "1", "")});
        all.add(new String[] {"ce_id", one(random, "a", "é b", " ", "")});
        all.add(new String[] {"ce_source", one(random, "urn:x", "/a/b?c#d", "a b", ":", "http://[", "é", "")});
        all.add(new String[] {"ce_type", one(random, EventTypes.ORDER_PLACED, "x", "")});
        all.add(new String[] {
            "ce_time", one(random, "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.25Z", "2026-11-22", "", "now")
        });
        all.add(new String[] {"ce_subject", one(random, "c1", "", " ")});
        all.add(new String[] {
            "content-type", one(random, "application/json", "application/json", "text/plain", "application/JSON", "")
        });
        all.add(new String[] {
            one(random, "ce_extra", "other", "ce_", "CE_ID", "Content-Type", "ce_dataschema", "ce_traceparent"), "v"
        });
        Headers headers = new RecordHeaders();
        for (String[] header : all) {
            int times = random.nextInt(12) == 0 ? random.nextInt(3) : header[1].equals("v") ? random.nextInt(2) : 1;
            for (int i = 0; i < times; i++) {
                headers.add(header[0], header[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    private static String one(Random random, String... values) {
        return values[random.nextInt(3) == 0 ? random.nextInt(values.length) : 0];
    }

    private static TreeMap<String, String> texts(Headers headers) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            texts.merge(header.key(), new String(header.value(), StandardCharsets.UTF_8), (a, b) -> a + "|" + b);
        }
        return texts;
    }
}
