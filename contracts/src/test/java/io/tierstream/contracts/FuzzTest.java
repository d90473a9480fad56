package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * Good records spoilt at random: reading one never throws and never takes long, and what is read can be written and read
 * again. {@code -Dtierstream.fuzz=1000000 -Dtierstream.seed=…} for a longer run.
 */
class FuzzTest {

    private static final int COUNT = Integer.getInteger("tierstream.fuzz", 20_000);
    private static final long SEED = Long.getLong("tierstream.seed", 20_261_122L);
    private static final List<String> AWKWARD = List.of(
            "null",
            "true",
            "-0",
            "1e400",
            "1E-400",
            "0e-400000000",
            "1e999999999",
            "1e-999999999",
            "0e-4000000000000",
            "9".repeat(400),
            "0.00001",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[".repeat(2_000),
            "\"=1+1\"",
            "\"2026-02-30\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"\u202e\"",
            "\"NaN\"",
            "{\"a\":".repeat(100));

    private final Random random = new Random(SEED);

    private record Sent(String topic, byte[] value, Headers headers) {}

    @Test
    void shouldReadOrRefuseWhateverComes() throws IOException {
        List<Sent> samples = samples();
        Map<DeadLetterReason, Integer> refused = new EnumMap<>(DeadLetterReason.class);
        int read = 0;
        for (int i = 0; i < COUNT; i++) {
            Sent sent = spoilt(samples.get(random.nextInt(samples.size())));
            switch (decode(i, sent)) {
                case Decoding.Decoded decoded -> {
                    read++;
                    assertIsReadAgain(said(i, sent), decoded.event());
                }
                case Decoding.Undecodable undecodable -> {
                    assertThat(undecodable.detail())
                            .as(said(i, sent))
                            .isNotBlank()
                            .hasSizeLessThan(10_000);
                    refused.merge(undecodable.reason(), 1, Integer::sum);
                }
            }
        }
        // So that it is known to reach both sides of every check.
        assertThat(read).as("read of " + COUNT).isGreaterThan(COUNT / 50);
        assertThat(refused)
                .containsKeys(
                        DeadLetterReason.UNREADABLE,
                        DeadLetterReason.UNKNOWN_TYPE,
                        DeadLetterReason.WRONG_TOPIC,
                        DeadLetterReason.INVALID,
                        DeadLetterReason.SUBJECT_MISMATCH);
    }

    private static Decoding decode(int number, Sent sent) {
        try {
            return EventCodec.decode(sent.topic(), sent.value(), sent.headers());
        } catch (RuntimeException | StackOverflowError e) {
            return fail(said(number, sent), e);
        }
    }

    private static void assertIsReadAgain(String said, Event<?> event) {
        var written = EventCodec.encode(event);
        Decoding again = EventCodec.decode(written.topic(), written.value(), written.headers());
        assertThat(again.equals(new Decoding.Decoded(event)))
                .as("%s is read as it was written", said)
                .isTrue();
    }

    private static String said(int number, Sent sent) {
        StringBuilder headers = new StringBuilder();
        for (Header header : sent.headers()) {
            headers.append(header.key())
                    .append('=')
                    .append(header.value() == null ? "null" : HexFormat.of().formatHex(header.value()))
                    .append(' ');
        }
        return "seed " + SEED + ", number " + number + ", topic " + sent.topic() + ", headers " + headers + "value "
                + HexFormat.of().formatHex(sent.value());
    }

    private Sent spoilt(Sent good) {
        byte[] value = good.value();
        Headers headers = new RecordHeaders(good.headers());
        String topic = good.topic();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            switch (random.nextInt(8)) {
                case 0 -> value = flipped(value);
                case 1 -> value = cut(value);
                case 2 -> value = replaced(value);
                case 3 -> value = twice(value);
                case 4 -> spoil(headers);
                case 5 -> topic = random.nextInt(4) == 0 ? Topics.INPUTS.get(random.nextInt(4)) : topic;
                case 6 -> headers = random.nextInt(8) == 0 ? new RecordHeaders() : headers;
                default -> {
                    // A change less, so that some stay whole.
                }
            }
        }
        return new Sent(topic, value, headers);
    }

    private byte[] flipped(byte[] value) {
        byte[] changed = value.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private byte[] cut(byte[] value) {
        return java.util.Arrays.copyOf(value, random.nextInt(value.length + 1));
    }

    /** Puts something awkward where a value of the JSON stands. */
    private byte[] replaced(byte[] value) {
        String json = new String(value, StandardCharsets.UTF_8);
        int colon = json.indexOf(':', random.nextInt(json.length() + 1));
        if (colon < 0) {
            return value;
        }
        int end = colon + 1;
        while (end < json.length() && ",}".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        String awkward = AWKWARD.get(random.nextInt(AWKWARD.size()));
        return (json.substring(0, colon + 1) + awkward + json.substring(end)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] twice(byte[] value) {
        int from = random.nextInt(value.length + 1);
        int to = from + random.nextInt(value.length - from + 1);
        byte[] changed = new byte[value.length + to - from];
        System.arraycopy(value, 0, changed, 0, to);
        System.arraycopy(value, from, changed, to, value.length - from);
        return changed;
    }

    private void spoil(Headers headers) {
        Header[] all = headers.toArray();
        if (all.length == 0) {
            return;
        }
        Header one = all[random.nextInt(all.length)];
        byte[] value = one.value() == null ? new byte[0] : one.value();
        headers.remove(one.key());
        switch (random.nextInt(5)) {
            case 0 -> headers.add(one.key(), flipped(value));
            case 1 -> headers.add(one.key(), cut(value));
            case 2 -> headers.add(one.key(), twice(value));
            case 3 -> headers.add(one.key(), null);
            default -> {
                // It is missing.
            }
        }
    }

    /** Every input's sample, in binary and in structured mode. */
    private static List<Sent> samples() throws IOException {
        List<Sent> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "samples"))) {
            for (Path file : files.sorted().toList()) {
                byte[] structured = Files.readAllBytes(file);
                for (String topic : Topics.INPUTS) {
                    Headers headers = new RecordHeaders();
                    headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
                    if (EventCodec.decode(topic, structured, headers) instanceof Decoding.Decoded decoded) {
                        samples.add(new Sent(topic, structured, headers));
                        var binary = EventCodec.encode(decoded.event());
                        samples.add(new Sent(topic, binary.value(), binary.headers()));
                    }
                }
            }
        }
        assertThat(samples).hasSizeGreaterThan(20);
        return samples;
    }
}
