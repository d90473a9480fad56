package io.tierstream.complaints.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.complaints.application.QueueWatch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class QueueStreamTest {

    @SuppressWarnings("NullAway") // Nothing is presented here.
    private final QueueStream stream = new QueueStream(null, new QueueWatch(), new SimpleMeterRegistry());

    @AfterEach
    void close() {
        stream.destroy();
    }

    @Test
    void shouldRefuseTheEleventhFeedOfOneCaller() {
        for (int i = 0; i < 10; i++) {
            stream.open("mei");
        }

        assertRefused("mei", HttpStatus.TOO_MANY_REQUESTS);
        assertThat(stream.open("olga")).isNotNull();
    }

    @Test
    void shouldRefuseMoreThanTwoHundredFeeds() {
        for (int i = 0; i < 200; i++) {
            stream.open("agent-" + i);
        }

        assertRefused("agent-200", HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void shouldEndAFeedAfterAnHour() {
        SseEmitter feed = stream.open("mei");

        assertThat(feed.getTimeout()).isEqualTo(Duration.ofHours(1).toMillis());
    }

    private void assertRefused(String name, HttpStatus status) {
        assertThatThrownBy(() -> stream.open(name))
                .isInstanceOfSatisfying(
                        FeedRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
