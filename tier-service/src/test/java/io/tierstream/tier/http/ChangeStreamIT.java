package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.projection.ChangeFeedListener;
import io.tierstream.tier.projection.ChangeSubscription;
import io.tierstream.tier.projection.FeedPosition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ChangeStreamIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BEGINNING = "0-0-0-0-0-0";

    @Autowired
    ChangeFeedListener feed;

    /** The server sees that a client has left when it next writes to it; until then the stream counts as open. */
    @BeforeEach
    void waitUntilNoStreamIsOpen() {
        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("tier-change-stream")));
    }

    @Test
    void shouldTellEveryChangeOnceThoughTheReaderComesAndGoes() throws Exception {
        String customer = newCustomer("watched");
        Reader first = new Reader(null);
        await().atMost(SOON).until(() -> !first.ids.isEmpty());
        scored(customer, "1.00", "1.00");
        await().atMost(SOON).until(() -> first.changesOf(customer).size() >= 1);
        first.leave();
        String last = first.ids.getLast();
        override(customer, "A");
        override(customer, "B");

        Reader again = new Reader(last);
        await().atMost(SOON).until(() -> again.changesOf(customer).size() >= 2);
        override(customer, "C");
        await().atMost(SOON).until(() -> again.changesOf(customer).size() >= 3);
        again.leave();

        List<Long> numbers = new ArrayList<>(first.changesOf(customer));
        numbers.addAll(again.changesOf(customer));
        assertThat(numbers).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldSendAHeartbeatWhileNothingHappens() throws Exception {
        Reader reader = new Reader(null);

        await().atMost(SOON).until(() -> reader.comments.size() >= 2);

        reader.leave();
    }

    @Test
    void shouldRefuseAnIdThatIsNoneOfThisStream() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        request("/v1/tier-changes/stream", SUPPORT)
                                .header("Last-Event-ID", "<script>")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void shouldAskToComeLaterWhenTwoHundredReadOrEightReadWhatTheyMissed() throws Exception {
        scored(newCustomer("missed"), "1.00", "1.00");
        await().atMost(SOON).ignoreExceptions().until(() -> {
            ChangeSubscription now = feed.subscribe(Optional.empty());
            now.release();
            return !now.position().toString().equals(BEGINNING);
        });
        List<ChangeSubscription> others = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                others.add(feed.subscribe(FeedPosition.parse(BEGINNING)));
            }
            HttpResponse<String> missed = refused(BEGINNING);
            while (feed.readers() < 200) {
                others.add(feed.subscribe(Optional.empty()));
            }
            HttpResponse<String> full = refused(null);

            for (HttpResponse<String> answer : List.of(missed, full)) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
            assertThat(json(missed).get("detail").stringValue()).contains("8 readers");
            assertThat(json(full).get("detail").stringValue()).contains("200 readers");
        } finally {
            others.forEach(ChangeSubscription::release);
        }
        new Reader(BEGINNING).leave();
    }

    @Test
    void shouldLeaveRoomForOtherCallers() throws Exception {
        List<Reader> readers = new ArrayList<>();
        try {
            while (readers.size() < 50) {
                readers.add(new Reader(null));
            }
            HttpResponse<String> answer = refused(null);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(json(answer).get("detail").stringValue()).contains("50 streams");
        } finally {
            readers.forEach(Reader::leave);
        }
        await().atMost(SOON)
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .until(() -> {
                    new Reader(null).leave();
                    return true;
                });
    }

    private HttpResponse<String> refused(String lastEventId) throws Exception {
        HttpRequest.Builder request = request("/v1/tier-changes/stream", SUPPORT);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private void override(String customer, String tier) {
        int status = send(
                        "PUT",
                        "/v1/customers/" + customer + "/override",
                        OPS,
                        "{\"tier\":\"" + tier + "\",\"reason\":\"test\"}")
                .statusCode();
        assertThat(status).isIn(200, 202);
    }

    /** A client of the stream that keeps what it gets. */
    private final class Reader {

        final List<String> ids = new CopyOnWriteArrayList<>();
        final List<String> data = new CopyOnWriteArrayList<>();
        final List<String> comments = new CopyOnWriteArrayList<>();
        private final Stream<String> lines;

        Reader(String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    request("/v1/tier-changes/stream", SUPPORT).header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = response.body();
            Thread reading = new Thread(() -> lines.forEach(this::keep), "stream-reader");
            reading.setDaemon(true);
            reading.setUncaughtExceptionHandler((_thread, _left) -> {});
            reading.start();
        }

        private void keep(String line) {
            if (line.startsWith("id:")) {
                ids.add(line.substring(3).strip());
            } else if (line.startsWith("data:")) {
                data.add(line.substring(5));
            } else if (line.startsWith(":")) {
                comments.add(line);
            }
        }

        List<Long> changesOf(String customer) {
            return data.stream()
                    .map(json -> EventJson.mapper().readTree(json))
                    .filter(change -> change.get("customerId").stringValue().equals(customer))
                    .map(change -> change.get("changeNumber").longValue())
                    .toList();
        }

        void leave() {
            lines.close();
        }
    }
}
