package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.application.FollowingCustomers;
import io.tierstream.complaints.application.FollowingCustomers.TierChange;
import io.tierstream.complaints.application.KnownCustomers;
import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.application.WorkingOnTickets.Result;
import io.tierstream.complaints.application.WorkingOnTickets.Result.Done;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Happening.Kind;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.Tier;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

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
    void shouldGiveEachTicketToOneOfTwoHundredAgentsAndForgetNone() throws Exception {
        int tickets = 1_000;
        int crowd = 200;
        Instant now = now();
        for (int i = 0; i < tickets; i++) {
            open("many-" + i, "many-" + i, now.minusSeconds(i));
        }
        awaitQueue(one, "q=many-", tickets);
        awaitQueue(two, "q=many-", tickets);

        Set<String> taken = ConcurrentHashMap.newKeySet();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int agent = 0; agent < crowd; agent++) {
                TestDesk desk = agent % 2 == 0 ? one : two;
                String name = "agent-" + agent;
                agents.submit(() -> {
                    go.await();
                    for (; ; ) {
                        HttpResponse<String> next = desk.post("/v1/queue/next", name, "", "");
                        if (next.statusCode() == 204) {
                            return true;
                        }
                        if (next.statusCode() != 200) {
                            wrong.add(next.statusCode() + ": " + next.body());
                            return false;
                        }
                        String ticket = TestDesk.json(next).get("complaintId").stringValue();
                        if (!taken.add(ticket)) {
                            wrong.add("twice: " + ticket);
                        }
                    }
                });
            }
            go.countDown();
        }

        assertThat(wrong).isEmpty();
        assertThat(taken.stream().filter(id -> id.startsWith("many-"))).hasSize(tickets);
        awaitQueue(two, "state=OPEN&q=many-", 0);
        awaitQueue(one, "state=CLAIMED&q=many-", tickets);
    }

    @Test
    void shouldGiveNobodyATicketWhoseResolvingIsBeingUndone() throws Exception {
        WorkingOnTickets mine = one.bean(WorkingOnTickets.class);
        WorkingOnTickets theirs = two.bean(WorkingOnTickets.class);
        int tickets = 20;
        for (int i = 0; i < tickets; i++) {
            open("undo-" + i, "undo-" + i, now().minusSeconds(i));
        }
        awaitQueue(one, "q=undo-", tickets);
        awaitQueue(two, "q=undo-", tickets);
        List<Ticket> resolved = new ArrayList<>();
        for (int i = 0; i < tickets; i++) {
            String id = "undo-" + i;
            for (Move move : List.of(Move.ASSIGN, Move.WAIT, Move.RESOLVE)) {
                assertThat(mine.move(id, move, null, "mei", move == Move.ASSIGN ? "mei" : null, null))
                        .isInstanceOf(Done.class);
            }
            resolved.add(mine.dossier(id).orElseThrow().ticket());
        }

        Queue<String> taken = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                String name = "other-" + i;
                WorkingOnTickets desk = i % 2 == 0 ? mine : theirs;
                others.submit(() -> {
                    while (!done.get()) {
                        desk.next(name).ifPresent(ticket -> taken.add(ticket.complaintId()));
                    }
                });
            }
            for (Ticket ticket : resolved) {
                assertThat(mine.undo(ticket.complaintId(), ticket.version(), "mei"))
                        .isInstanceOf(Done.class);
            }
            done.set(true);
        }

        assertThat(taken).noneMatch(id -> id.startsWith("undo-"));
        for (Ticket ticket : resolved) {
            Dossier now = mine.dossier(ticket.complaintId()).orElseThrow();
            assertThat(now.ticket().progress().state()).isEqualTo(TicketState.WAITING);
            assertThat(now.ticket().progress().assignee()).isEqualTo("mei");
            assertThat(now.history().reversed().stream().limit(3).map(Happening::kind))
                    .containsExactly(Kind.WAITING, Kind.CLAIMED, Kind.REOPENED);
        }
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
    void shouldNotMissATierThatChangesWhileTheTicketIsReopened() throws Exception {
        int tickets = 60;
        Instant now = now();
        for (int i = 0; i < tickets; i++) {
            open("again-" + i, "again-" + i, now);
        }
        awaitQueue(one, "q=again-", tickets);
        for (int i = 0; i < tickets; i++) {
            assertThat(one.bean(WorkingOnTickets.class).move("again-" + i, Move.RESOLVE, null, "mei", null, null))
                    .isInstanceOf(Done.class);
        }
        awaitQueue(one, "q=again-", 0);
        awaitQueue(two, "q=again-", 0);

        // By the instance that reopens it at the same time, or by the other one, which does not know yet.
        try (ExecutorService reopening = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tickets; i++) {
                String id = "again-" + i;
                TestDesk desk = i % 2 == 0 ? one : two;
                Future<Result> reopened = reopening.submit(
                        () -> two.bean(WorkingOnTickets.class).move(id, Move.REOPEN, null, "mei", null, null));
                if (desk == one) {
                    assertThat(reopened.get()).isInstanceOf(Done.class);
                }
                desk.bean(FollowingCustomers.class)
                        .changeTiers(List.of(new TierChange(
                                id,
                                new KnownTier(io.tierstream.complaints.domain.Tier.B, 1, now, "SCORE", null, null),
                                DeskIT.change(id, Tier.C, Tier.B, 1, now),
                                Lineage.NONE)));
            }
        }

        awaitQueue(one, "tier=B&q=again-", tickets);
        awaitQueue(two, "tier=B&q=again-", tickets);
    }

    @Test
    void shouldFindTicketsByTheCustomersNameWhoeverKnowsThemFirst() {
        one.publishLater(
                new Envelope("named-updated", "/test", EventTypes.CUSTOMER_UPDATED, now()),
                new CustomerUpdated("named-77", "Müller & Söhne", null, null, null, null));
        one.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> one.bean(KnownCustomers.class)
                                .of(List.of("named-77"))
                                .get("named-77")
                                .name(),
                        "Müller & Söhne"::equals);

        open("by-name", "named-77", now());
        one.flush();

        awaitQueue(one, "q=%C3%BCller", 1);
        awaitQueue(two, "q=%C3%BCller", 1);
        assertThat(one.bean(WorkingOnTickets.class).move("by-name", Move.RESOLVE, null, "mei", null, null))
                .isInstanceOf(Done.class);
        awaitQueue(two, "q=%C3%BCller", 0);
        awaitQueue(two, "state=RESOLVED&q=M%C3%BCLLER", 1);
    }

    @Test
    void shouldPublishWhatAnInstanceLeftBehindThatIsGone() {
        open("left-1", "left-1", now());
        one.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> TestDesk.ticketEvents("left-").size() == 1);
        Event<TicketEvent> created = TestDesk.ticketEvents("left-").getFirst();
        Document left = new Document("version", created.data().version())
                .append("id", "left-1/left-behind")
                .append("source", created.envelope().source())
                .append("type", created.envelope().type())
                .append("time", Date.from(created.envelope().time()))
                .append("data", EventJson.mapper().writeValueAsString(created.data()))
                .append("writer", "gone")
                .append("since", Date.from(now().minus(Duration.ofMinutes(1))));
        one.bean(MongoDatabaseFactory.class)
                .getMongoDatabase()
                .getCollection("tickets")
                .updateOne(new Document("_id", "left-1"), new Document("$push", new Document("pending", left)));

        ConsumerAwareRebalanceListener rebalances = one.bean(ConsumerAwareRebalanceListener.class);
        rebalances.onPartitionsAssigned(new MockConsumer<>("earliest"), List.of(new TopicPartition("complaints", 0)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(TestDesk.ticketEvents("left-"))
                        .extracting(event -> event.envelope().id())
                        .contains("left-1/left-behind"));
        assertThat(one.bean(KafkaListenerEndpointRegistry.class).getListenerContainers())
                .allSatisfy(container -> assertThat(
                                container.getContainerProperties().getConsumerRebalanceListener())
                        .isSameAs(rebalances));
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
