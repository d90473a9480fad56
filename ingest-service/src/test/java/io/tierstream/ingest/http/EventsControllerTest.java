package io.tierstream.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.application.PublishingEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.util.unit.DataSize;

class EventsControllerTest {

    private static final String ORDER = """
            {"specversion": "1.0", "id": "e-1", "source": "/shop", "type": "io.tierstream.order.placed.v1",\
             "time": "2026-01-02T03:04:05Z", "data": {"orderId": "o-1", "customerId": "c-1", "amount": 1}""";

    private final EventsController controller = new EventsController(
            new CheckingEvents(
                    new IntakeRules(Set.of("EUR")), Clock.fixed(Instant.parse("2026-01-03T00:00:00Z"), ZoneOffset.UTC)),
            new PublishingEvents(
                    records -> new EventLog.Stored(
                            Collections.nCopies(records.size(), new EventLog.Place("orders", 0, 0))),
                    new PublisherRates(RateLimiterRegistry.ofDefaults(), name -> null)),
            DataSize.ofMegabytes(32),
            Duration.ofSeconds(30));

    @Test
    void shouldListAThousandErrorsOfARefusedRequestAndCountTheOthers() {
        RequestProblem problem = catchThrowableOfType(
                RequestProblem.class, () -> publish(Collections.nCopies(2_000, wrong(100)), false));

        assertThat(errors(problem)).hasSize(1_000);
        assertThat(errors(problem).getLast().pointer()).startsWith("/9/");
        assertThat(problem.getBody().getDetail()).contains("2000 of 2000 events", "there are 199000 more");
    }

    @Test
    void shouldLetTheGravestErrorDecideThoughItIsNotListed() {
        List<String> events =
                new ArrayList<>(Collections.nCopies(1_100, ORDER.replace("\"amount\": 1", "\"amount\": -1") + "}"));
        events.add(wrong(1));

        RequestProblem problem = catchThrowableOfType(RequestProblem.class, () -> publish(events, false));

        assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(errors(problem))
                .hasSize(1_000)
                .noneMatch(error -> error.code().equals("attributeName"));
    }

    @Test
    void shouldListAThousandErrorsBesideWhatIsPublished() throws IOException {
        List<String> events = new ArrayList<>(Collections.nCopies(12, wrong(100)));
        events.add(ORDER + "}");

        EventsController.Accepted answer =
                Objects.requireNonNull(publish(events, true).getBody());

        assertThat(answer.accepted()).isEqualTo(1);
        assertThat(answer.events().stream()
                        .filter(entry -> entry.errors() != null)
                        .mapToInt(entry -> entry.errors().size())
                        .sum())
                .isEqualTo(1_000);
        assertThat(answer.events().get(11).status()).isEqualTo(400);
        assertThat(answer.events().get(11).errors()).isNull();
        assertThat(answer.detail()).contains("there are 200 more");
    }

    @Test
    void shouldSayNothingOfErrorsWhereAllAreListed() throws IOException {
        EventsController.Accepted answer = Objects.requireNonNull(
                publish(List.of(wrong(100), ORDER + "}"), true).getBody());

        assertThat(answer.events().getFirst().errors()).hasSize(100);
        assertThat(answer.detail()).isNull();
    }

    /** An event with so many attributes whose names are none. */
    private static String wrong(int attributes) {
        return ORDER
                + IntStream.range(0, attributes)
                        .mapToObj(i -> ", \"A" + i + "\": \"\"")
                        .collect(Collectors.joining())
                + "}";
    }

    @SuppressWarnings("unchecked")
    private static List<RequestProblem.Error> errors(RequestProblem problem) {
        return (List<RequestProblem.Error>)
                Objects.requireNonNull(problem.getBody().getProperties()).get("errors");
    }

    private ResponseEntity<EventsController.Accepted> publish(List<String> events, boolean partial) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/events");
        request.setQueryString("partial=" + partial);
        request.setContent(("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8));
        HttpHeaders headers = new HttpHeaders();
        headers.add("Content-Type", "application/cloudevents-batch+json");
        return controller.publish(request, headers, new TestingAuthenticationToken("shop", "key"));
    }
}
