package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {

    private static final byte[] BODY = {'{', '}'};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final WebhookSender sender = new WebhookSender(
            new WebhookSettings(
                    List.of("127.0.0.0/8"),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofDays(1),
                    Duration.ofSeconds(2)),
            Clock.systemUTC());
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.start();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.stop(0);
        threads.shutdownNow();
        sender.destroy();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16 * 1024, 16 * 1024 + 1, 1_000_000})
    void shouldTakeTheStatusForTheAnswerHoweverLongThatIs(int length) {
        answer(200, length);

        WebhookSender.Attempt attempt = send();

        assertThat(attempt.delivered()).as(attempt.toString()).isTrue();
        assertThat(attempt.status()).isEqualTo(200);
    }

    @Test
    void shouldNotReadAnAnswerThatNeverEnds() {
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, 0);
            try (OutputStream endless = exchange.getResponseBody()) {
                byte[] more = new byte[1024];
                while (!Thread.currentThread().isInterrupted()) {
                    endless.write(more);
                }
            }
        });

        WebhookSender.Attempt attempt = send();

        assertThat(attempt.status()).isEqualTo(202);
        assertThat(attempt.delivered()).as(attempt.toString()).isTrue();
        assertThat(attempt.millis()).isLessThan(5_000);
    }

    @Test
    void shouldTryAgainWhatWasRefusedAtLength() {
        answer(500, 1_000_000);

        WebhookSender.Attempt attempt = send();

        assertThat(attempt.delivered()).isFalse();
        assertThat(attempt.problem()).isEqualTo("answered 500");
    }

    private void answer(int status, int length) {
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[length]);
            }
        });
    }

    private WebhookSender.Attempt send() {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks";
        Webhook webhook = new Webhook("id", url, "secret", Set.of(), "ops", Instant.EPOCH, 0, null, List.of());
        return sender.send(webhook, "delivery", BODY);
    }
}
