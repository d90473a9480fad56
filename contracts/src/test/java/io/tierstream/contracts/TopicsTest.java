package io.tierstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void shouldKnowATopicForEveryEventType() {
        assertThat(EventTypes.all())
                .allSatisfy(type -> assertThat(Topics.spec(type.topic())).isNotNull());
    }

    @Test
    void shouldNeverCompactNorExpireInputs() {
        assertThat(Topics.INPUTS)
                .allSatisfy(topic -> assertThat(Topics.spec(topic).configuration())
                        .containsEntry("cleanup.policy", "delete")
                        .containsEntry("retention.ms", "-1"));
    }

    @Test
    void shouldLeaveRoomInDeadLettersForTheReason() {
        assertThat(Topics.INPUTS)
                .allSatisfy(topic -> assertThat(
                                Topics.spec(Topics.deadLetters(topic)).configuration())
                        .containsEntry("max.message.bytes", "2097152"));
    }
}
