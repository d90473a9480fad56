package io.tierstream.complaints.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final QueueWatch watch = new QueueWatch(Clock.fixed(NOW, ZoneOffset.UTC));

    @SuppressWarnings("NullAway") // Nothing is presented here.
    private final QueueStream stream = new QueueStream(null, watch, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        stream.destroy();
    }

    @Test
    void shouldRefuseTheEleventhFeedOfOneCaller() {
        for (int i = 0; i < 10; i++) {
            stream.open("mei", null, null);
        }

        assertRefused("mei", HttpStatus.TOO_MANY_REQUESTS);
        assertThat(stream.open("olga", null, null)).isNotNull();
    }

    @Test
    void shouldEndTheFeedOfTheSameNameAndOwnerForOneThatTakesItsPlace() throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        for (String owner : List.of("mei", "olga")) {
            stream.open(owner, "tab", null, new SseEmitter() {
                @Override
                public synchronized void complete() {
                    ended.add(owner);
                }
            });
        }
        for (int i = 0; i < 9; i++) {
            stream.open("mei", "tab-" + i, null);
        }

        stream.open("mei", "tab", null);

        assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("mei");
        assertThat(ended).isEmpty();
        assertRefused("mei", HttpStatus.TOO_MANY_REQUESTS);
    }

    @Test
    void shouldRefuseMoreThanTwoHundredFeeds() {
        for (int i = 0; i < 200; i++) {
            stream.open("agent-" + i, null, null);
        }

        assertRefused("agent-200", HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void shouldEndAFeedAfterAnHour() {
        SseEmitter feed = stream.open("mei", null, null);

        assertThat(feed.getTimeout()).isEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void shouldTellAReceiverThatWasTooSlowOnceItIsThere() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        stream.open("mei", null, null, new SseEmitter() {
            @Override
            public void send(SseEventBuilder event) throws IOException {
                await(there);
                sent.add(text(event));
            }
        });
        for (int i = 0; i < 101; i++) {
            watch.changed(Given.nothing(SlaPolicy.DEFAULT, "cmp-" + i)
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

    @Test
    void shouldBeginWithWhatChangedSinceTheReceiverReadTheQueue() throws Exception {
        watch.changed(Given.nothing(SlaPolicy.DEFAULT, "cmp")
                .opened(Duration.ZERO, Tier.C)
                .ticket());
        Map<String, BlockingQueue<String>> sent = new HashMap<>();
        Map.of("before", NOW.minusMillis(1), "at-once", NOW, "after", NOW.plusMillis(1))
                .forEach((name, since) -> {
                    BlockingQueue<String> mine = new LinkedBlockingQueue<>();
                    sent.put(name, mine);
                    stream.open(name, null, since, new SseEmitter() {
                        @Override
                        public void send(SseEventBuilder event) {
                            mine.add(text(event));
                        }
                    });
                });
        for (BlockingQueue<String> mine : sent.values()) {
            assertThat(mine.poll(10, TimeUnit.SECONDS)).contains("live");
        }

        Awaitility.await().until(() -> {
            stream.flush();
            return !sent.get("before").isEmpty() && !sent.get("at-once").isEmpty();
        });
        stream.flush();
        stream.keepOpen();

        assertThat(sent.get("before").take()).contains("reload", "changed=1");
        assertThat(sent.get("at-once").take()).contains("reload", "changed=1");
        assertThat(sent.get("after").poll(10, TimeUnit.SECONDS)).doesNotContain("reload");
    }

    @Test
    void shouldSayThatTheQueueHasAnotherOrder() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        stream.open("mei", null, null, new SseEmitter() {
            @Override
            public void send(SseEventBuilder event) {
                sent.add(text(event));
            }
        });
        assertThat(sent.poll(10, TimeUnit.SECONDS)).contains("live");

        watch.reordered();
        Awaitility.await().until(() -> {
            stream.flush();
            return !sent.isEmpty();
        });
        stream.flush();

        assertThat(sent.take()).contains("reload", "changed=1");
        assertThat(sent).isEmpty();
        assertThat(watch.hasChangedSince(NOW)).isTrue();
    }

    private static String text(SseEmitter.SseEventBuilder event) {
        return event.build().stream().map(part -> part.getData().toString()).collect(Collectors.joining());
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
        assertThatThrownBy(() -> stream.open(name, null, null))
                .isInstanceOfSatisfying(
                        FeedRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
