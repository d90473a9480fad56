package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Decoding.Undecodable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {

    private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value, Headers headers) {
        return DeadLetters.of("orders", key, value, headers, 3, 17, DeadLetterReason.INVALID, "is wrong");
    }

    private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    /** By the measure of producers, which is the one that counts what is not compressed. */
    private static int size(ProducerRecord<byte[], byte[]> letter) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray());
    }

    @Test
    void shouldKeepTheOriginalAndSayWhyItIsThere() {
        Headers original = new RecordHeaders().add("ce_id", bytes(3)).add(DeadLetters.REASON, bytes(9));

        ProducerRecord<byte[], byte[]> letter = letter(bytes(8), bytes(1_048_000), original);

        assertThat(letter.topic()).isEqualTo("orders-dlt");
        assertThat(letter.key()).hasSize(8);
        assertThat(letter.value()).hasSize(1_048_000);
        assertThat(letter.headers().toArray())
                .extracting("key")
                .containsExactly("ce_id", "ts_reason", "ts_detail", "ts_origin");
        assertThat(text(letter, DeadLetters.REASON)).isEqualTo("INVALID");
        assertThat(text(letter, DeadLetters.DETAIL)).isEqualTo("is wrong");
        assertThat(text(letter, DeadLetters.ORIGIN)).isEqualTo("orders-3@17");
    }

    /** The broker limits what is compressed, and junk of many megabytes is small then. */
    @ParameterizedTest
    @CsvSource({
        "8, 3000000, 1, 10",
        "3000000, 10, 1, 10",
        "8, 10, 1, 3000000",
        "8, 10, 100000, 20",
        "8, 2000000, 50, 1000"
    })
    void shouldFitItsTopicWhateverIsLarge(int key, int value, int headers, int header) {
        Headers original = new RecordHeaders();
        for (int i = 0; i < headers; i++) {
            original.add("h" + i, bytes(header));
        }

        ProducerRecord<byte[], byte[]> letter = letter(bytes(key), bytes(value), original);

        assertThat(size(letter)).isLessThan(Topics.DEAD_LETTER_MAX_BYTES);
        assertThat(text(letter, DeadLetters.DETAIL))
                .startsWith("is wrong; shortened here")
                .endsWith("orders-3@17");
        assertThat(text(letter, DeadLetters.ORIGIN)).isEqualTo("orders-3@17");
    }

    @Test
    void shouldRefuseARecordThatCouldNotBePassedOn() {
        Headers headers = new RecordHeaders().add("padding", bytes(400_000));

        Decoding decoding = EventCodec.decode("orders", bytes(700_000), headers);

        assertThat(decoding)
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        not -> assertThat(not.detail()).endsWith("bytes with its headers, and may have 1000000"));
    }
}
