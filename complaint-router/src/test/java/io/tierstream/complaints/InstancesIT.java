package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.Tier;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances share the work of one desk. */
class InstancesIT {

    private static TestDesk one;
    private static TestDesk two;

    @BeforeAll
    static void start() {
        one = TestDesk.start("shared");
        two = TestDesk.start("shared");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static Instant now() {
        return one.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void open(String complaintId, String customerId, Instant at) {
        one.publishLater(
                new Envelope(complaintId + "-opened", "/test", EventTypes.COMPLAINT_OPENED, at),
                new ComplaintOpened(complaintId, customerId, "It broke", null, null, null, null, null));
    }

    private static void awaitQueue(TestDesk desk, String query, int size) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(desk.json("/v1/queue?limit=1000&" + query)
                                .get("items")
                                .size())
                        .isEqualTo(size));
    }

    @Test
    void shouldGiveEachTicketToOneAgentAndForgetNone() throws Exception {
        int tickets = 300;
        Instant now = now();
        for (int i = 0; i < tickets; i++) {
            open("many-" + i, "many-" + i, now.minusSeconds(i));
        }
        awaitQueue(one, "q=many-", tickets);
        awaitQueue(two, "q=many-", tickets);

        Set<String> taken = ConcurrentHashMap.newKeySet();
        AtomicInteger twice = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        try (ExecutorService agents = Executors.newFixedThreadPool(40)) {
            for (int agent = 0; agent < 40; agent++) {
                TestDesk desk = agent % 2 == 0 ? one : two;
                String name = "agent-" + agent;
                agents.execute(() -> {
                    for (; ; ) {
                        HttpResponse<String> next = desk.post("/v1/queue/next", name, "", "");
                        if (next.statusCode() == 204) {
                            return;
                        }
                        if (next.statusCode() != 200) {
                            wrong.incrementAndGet();
                            return;
                        }
                        if (!taken.add(TestDesk.json(next).get("complaintId").stringValue())) {
                            twice.incrementAndGet();
                        }
                    }
                });
            }
        }

        assertThat(wrong).hasValue(0);
        assertThat(twice).hasValue(0);
        assertThat(taken.stream().filter(id -> id.startsWith("many-"))).hasSize(tickets);
        awaitQueue(two, "state=OPEN&q=many-", 0);
        awaitQueue(one, "state=CLAIMED&q=many-", tickets);
    }

    @Test
    void shouldNotMissATierThatChangesWhileTheTicketIsMade() {
        int customers = 100;
        Instant now = now();
        for (int i = 0; i < customers; i++) {
            String customer = "race-" + i;
            open("race-" + i, customer, now);
            one.publishLater(
                    new Envelope("race-change-" + i, "/test", EventTypes.TIER_CHANGED, now),
                    DeskIT.change(customer, Tier.C, Tier.B, 1, now));
        }
        one.flush();

        awaitQueue(one, "tier=B&q=race-", customers);
        awaitQueue(two, "tier=B&q=race-", customers);
    }

    @Test
    void shouldAnnounceEachDeadlineOnceAndOnTime() {
        int tickets = 20;
        Instant risk = now().plusSeconds(5);
        for (int i = 0; i < tickets; i++) {
            open("risk-" + i, "risk-" + i, risk.minus(Duration.ofHours(90)));
        }
        one.flush();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(TestDesk.ticketEvents("risk-").stream()
                                .filter(event -> event.envelope().type().equals(EventTypes.TICKET_AT_RISK)))
                        .hasSize(tickets));
        awaitQueue(two, "q=risk-", tickets);
        List<String> ids = TestDesk.ticketEvents("risk-").stream()
                .map(Event::envelope)
                .map(Envelope::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(2 * tickets);
        Event<TicketEvent> announced = TestDesk.ticketEvents("risk-").stream()
                .filter(event -> event.envelope().type().equals(EventTypes.TICKET_AT_RISK))
                .findFirst()
                .orElseThrow();
        assertThat(announced.envelope().time()).isEqualTo(risk);
    }
}
