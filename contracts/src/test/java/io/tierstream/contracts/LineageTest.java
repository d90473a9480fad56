package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-00";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void shouldBeReadAsItWasWritten() {
        RecordHeaders headers = headers("traceparent", "of another hop");
        headers.add("ts_accepted", "1".getBytes(StandardCharsets.UTF_8));
        Lineage lineage = new Lineage(PARENT, NOON);

        lineage.writeTo(headers);

        assertThat(headers.toArray()).hasSize(2);
        assertThat(Lineage.of(headers)).isEqualTo(lineage);
    }

    @Test
    void shouldLeaveNoHeadersWhenThereIsNothingToSay() {
        RecordHeaders headers = headers("traceparent", PARENT);

        Lineage.NONE.writeTo(headers);

        assertThat(headers.toArray()).isEmpty();
        assertThat(Lineage.of(headers)).isEqualTo(Lineage.NONE);
    }

    @Test
    void shouldTakeThePublishersAttributeWhereTheTransportHasNone() {
        assertThat(Lineage.ofInput(headers("ce_traceparent", PARENT), NOON.toEpochMilli()))
                .isEqualTo(new Lineage(PARENT, NOON));
    }

    @Test
    void shouldFollowTheLatestTraceAndTheLongestWait() {
        Lineage first = new Lineage(PARENT, NOON);
        Lineage second = new Lineage(OTHER, NOON.plusSeconds(1));

        assertThat(first.followedBy(second)).isEqualTo(new Lineage(OTHER, NOON));
        assertThat(second.followedBy(first)).isEqualTo(new Lineage(PARENT, NOON));
        assertThat(first.followedBy(Lineage.NONE)).isEqualTo(first);
        assertThat(Lineage.NONE.followedBy(first)).isEqualTo(first);
    }

    @Test
    void shouldKnowWhetherTheTraceIsRecorded() {
        assertThat(new Lineage(PARENT, null).isSampled()).isTrue();
        assertThat(new Lineage(OTHER, null).isSampled()).isFalse();
        assertThat(Lineage.NONE.isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n",
                "00-0af7651916cd43dd8448eb211c80319cb7ad6b7169203331--01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and more"
            })
    void shouldPassOverWhatIsNoTraceContext(String text) {
        assertThat(Lineage.of(headers("traceparent", text))).isEqualTo(Lineage.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "12x", "99999999999999999999"})
    void shouldPassOverWhatIsNoTime(String text) {
        assertThat(Lineage.of(headers("ts_accepted", text))).isEqualTo(Lineage.NONE);
    }

    private static RecordHeaders headers(String name, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
