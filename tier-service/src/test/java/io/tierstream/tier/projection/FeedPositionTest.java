package io.tierstream.tier.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {

    @Test
    void shouldBeReadAsItWasWritten() {
        FeedPosition position = new FeedPosition(new long[] {0, 17, 4});

        assertThat(FeedPosition.parse(position.toString())).contains(position);
    }

    @Test
    void shouldContainWhatWasReadAndNothingElse() {
        FeedPosition position = new FeedPosition(new long[] {5, 0}).after(0, 7);

        assertThat(position).hasToString("8-0");
        assertThat(position.contains(0, 7)).isTrue();
        assertThat(position.contains(0, 8)).isFalse();
        assertThat(position.contains(1, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1-", "a", "1--2", "-1", "1 2", "9999999999999999999", "1-2\n", "１"})
    void shouldNotBeReadFromAnythingElse(String text) {
        assertThat(FeedPosition.parse(text)).isEmpty();
    }
}
