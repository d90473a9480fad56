package io.tierstream.complaints.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
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

    @Test
    void shouldTellAReceiverThatWasTooSlowOnceItIsThere() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        stream.open("mei", new SseEmitter() {
            @Override
            public void send(SseEventBuilder event) throws IOException {
                await(there);
                sent.add(event.build().stream()
                        .map(part -> part.getData().toString())
                        .collect(Collectors.joining()));
            }
        });
        for (int i = 0; i < 101; i++) {
            stream.note(Given.nothing(SlaPolicy.DEFAULT, "cmp-" + i)
                    .opened(Duration.ZERO, Tier.C)
                    .ticket());
        }
        stream.flush();
        stream.keepOpen();
        there.countDown();
        assertThat(sent.poll(10, TimeUnit.SECONDS)).contains("live");

        Awaitility.await().until(() -> {
            stream.flush();
            return !sent.isEmpty();
        });
        stream.flush();

        assertThat(sent.poll(10, TimeUnit.SECONDS)).contains("reload", "changed=101");
        assertThat(sent).isEmpty();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void assertRefused(String name, HttpStatus status) {
        assertThatThrownBy(() -> stream.open(name))
                .isInstanceOfSatisfying(
                        FeedRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
