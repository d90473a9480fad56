package io.tierstream.complaints.domain.queue;

import static io.tierstream.complaints.domain.ticket.Given.START;
import static io.tierstream.complaints.domain.ticket.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.QueueOrder.Criterion;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketQueueTest {

    private static SlaPolicy policy(OrderRule order, @Nullable Duration maximumWait) {
        return new SlaPolicy(
                1,
                SlaPolicy.DEFAULT.tiers(),
                SlaPolicy.DEFAULT.promotionGrace(),
                DemotionRule.FOLLOW,
                new BigDecimal("0.25"),
                order,
                maximumWait);
    }

    private static final SlaPolicy TIER_FIRST = policy(OrderRule.TIER_FIRST, null);

    private static Ticket ticket(String id, Tier tier, Duration openedAt, Severity severity) {
        return Given.nothing(TIER_FIRST, id).opened(openedAt, tier, severity).ticket();
    }

    private static Ticket ticket(String id, Tier tier, long openedAtHour) {
        return ticket(id, tier, Duration.ofHours(openedAtHour), Severity.NORMAL);
    }

    private static TicketQueue queue(SlaPolicy policy, Ticket... tickets) {
        TicketQueue queue = new TicketQueue(policy);
        for (Ticket ticket : tickets) {
            queue.put(ticket, START);
        }
        return queue;
    }

    private static List<String> ids(TicketQueue queue) {
        return queue.inOrder(null).map(entry -> entry.ticket().complaintId()).toList();
    }

    @Test
    void shouldTellWhoHoldsWhatInTheOrderOfTheQueue() {
        TicketQueue queue = queue(TIER_FIRST, ticket("b", Tier.B, 1), ticket("a", Tier.A, 1), ticket("c", Tier.C, 1));
        for (String id : List.of("b", "a")) {
            queue.put(
                    Given.nothing(TIER_FIRST, id)
                            .opened(Duration.ofHours(1), id.equals("a") ? Tier.A : Tier.B)
                            .agent(Move.CLAIM)
                            .ticket(),
                    START);
        }

        assertThat(queue.heldBy("mei")).extracting(Ticket::complaintId).containsExactly("a", "b");
        assertThat(queue.holders()).containsExactly("mei");

        queue.put(
                Given.nothing(TIER_FIRST, "a")
                        .opened(Duration.ofHours(1), Tier.A)
                        .agent(Move.CLAIM)
                        .agent(Move.RESOLVE)
                        .ticket(),
                START);
        queue.put(
                Given.nothing(TIER_FIRST, "b")
                        .opened(Duration.ofHours(1), Tier.B)
                        .agent(Move.CLAIM)
                        .agent(Move.RELEASE)
                        .ticket(),
                START);

        assertThat(queue.heldBy("mei")).isEmpty();
        assertThat(queue.holders()).isEmpty();
    }

    @Test
    void shouldOrderByTierThenDeadlineThenSeverityThenAgeThenId() {
        TicketQueue queue = queue(
                TIER_FIRST,
                ticket("c-old", Tier.C, -100),
                ticket("b-late", Tier.B, 2),
                ticket("b-2", Tier.B, 1),
                ticket("b-1", Tier.B, 1),
                ticket("b-critical", Tier.B, Duration.ofHours(1), Severity.CRITICAL),
                ticket("a", Tier.A, 50));

        assertThat(ids(queue)).containsExactly("a", "b-critical", "b-1", "b-2", "b-late", "c-old");
    }

    @Test
    void shouldOrderByDeadlineFirstWhereSet() {
        TicketQueue queue = queue(
                policy(OrderRule.DEADLINE_FIRST, null),
                ticket("c-old", Tier.C, -100),
                ticket("a", Tier.A, 50),
                ticket("b", Tier.B, 0));

        assertThat(ids(queue)).containsExactly("c-old", "b", "a");
    }

    @Test
    void shouldLiftWhatHasWaitedForTheMaximumAboveTheTiers() {
        TicketQueue queue = queue(
                policy(OrderRule.TIER_FIRST, Duration.ofHours(10)), ticket("c", Tier.C, 0), ticket("a", Tier.A, 5));
        assertThat(ids(queue)).containsExactly("a", "c");

        queue.pass(at(Duration.ofHours(10)), 100);

        assertThat(ids(queue)).containsExactly("c", "a");
        assertThat(queue.place("c").orElseThrow().lifted()).isTrue();
        assertThat(queue.place("a").orElseThrow().ahead()).isEqualTo(new Place.Neighbour("c", Criterion.LIFTED));
    }

    @Test
    void shouldTellWhyATicketStandsWhereItStands() {
        TicketQueue queue =
                queue(TIER_FIRST, ticket("a", Tier.A, 0), ticket("b-1", Tier.B, 0), ticket("b-2", Tier.B, 1));

        assertThat(queue.place("b-1"))
                .contains(new Place(
                        2,
                        3,
                        OrderRule.TIER_FIRST,
                        false,
                        new Place.Neighbour("a", Criterion.TIER),
                        new Place.Neighbour("b-2", Criterion.DEADLINE)));
    }

    @Test
    void shouldKeepTheNewestVersionWhateverOrderTheyComeIn() {
        Given given = Given.nothing(TIER_FIRST, "t").opened(Duration.ZERO, Tier.C);
        Ticket first = given.ticket();
        Ticket claimed = given.agent(Move.CLAIM).ticket();
        Ticket resolved = given.agent(Move.RESOLVE).ticket();
        TicketQueue queue = queue(TIER_FIRST, claimed);

        assertThat(queue.put(first, START)).isFalse();
        assertThat(queue.find("t")).contains(claimed);
        assertThat(queue.put(resolved, START)).isTrue();
        assertThat(queue.put(claimed, START)).isFalse();
        assertThat(queue.size()).isZero();
        assertThat(queue.ofCustomer("acme")).isEmpty();
        assertThat(queue.knownVersion("t")).isEqualTo(3);
    }

    @Test
    void shouldReorderByNewSettingsButNotByOlderOnes() {
        TicketQueue queue = queue(TIER_FIRST, ticket("c-old", Tier.C, -100), ticket("a", Tier.A, 50));
        SlaPolicy newer = new SlaPolicy(
                2,
                TIER_FIRST.tiers(),
                TIER_FIRST.promotionGrace(),
                DemotionRule.FOLLOW,
                TIER_FIRST.atRiskShare(),
                OrderRule.DEADLINE_FIRST,
                null);

        assertThat(queue.reorder(newer, START)).isTrue();
        assertThat(queue.reorder(TIER_FIRST, START)).isFalse();

        assertThat(ids(queue)).containsExactly("c-old", "a");
    }

    @Test
    void shouldNameTicketsWithSomethingToAnnounceUntilItIsAnnounced() {
        Given given = Given.nothing(TIER_FIRST, "t").opened(Duration.ZERO, Tier.C);
        TicketQueue queue = queue(TIER_FIRST, given.ticket());
        Instant risk = at(Duration.ofHours(90));

        assertThat(queue.pass(risk.minusMillis(1), 10)).isEmpty();
        assertThat(queue.pass(risk, 10)).hasSize(1);
        assertThat(queue.pass(risk, 10)).hasSize(1);
        queue.put(given.timePasses(Duration.ofHours(90)).ticket(), risk);

        assertThat(queue.pass(risk, 10)).isEmpty();
        assertThat(queue.pass(at(Duration.ofHours(120)), 10)).hasSize(1);
    }

    @Test
    void shouldNameNoMoreThanItIsAskedForTheMostOverdueFirst() {
        TicketQueue queue = queue(TIER_FIRST, ticket("b", Tier.C, 1), ticket("a", Tier.C, 0), ticket("c", Tier.C, 2));

        assertThat(queue.pass(at(Duration.ofHours(500)), 2))
                .extracting(Ticket::complaintId)
                .containsExactly("a", "b");
    }

    @Test
    void shouldNameATicketOnceThatIsLiftedAndHasSomethingToAnnounceAtOnce() {
        SlaPolicy policy = policy(OrderRule.TIER_FIRST, Duration.ofHours(10));
        TicketQueue queue = queue(policy, ticket("t", Tier.C, 0), ticket("u", Tier.C, 1));

        assertThat(queue.pass(at(Duration.ofHours(100)), 10))
                .extracting(Ticket::complaintId)
                .containsExactly("t", "u");
    }

    @Test
    void shouldNotNameATicketThatIsLiftedAndHasNothingToAnnounceYet() {
        TicketQueue queue = queue(policy(OrderRule.TIER_FIRST, Duration.ofHours(10)), ticket("t", Tier.C, 0));

        assertThat(queue.pass(at(Duration.ofHours(10)), 10)).isEmpty();
        assertThat(queue.place("t").orElseThrow().lifted()).isTrue();
    }

    @Test
    void shouldLiftATicketThatHasNothingToAnnounceUntilThen() {
        SlaPolicy policy = policy(OrderRule.TIER_FIRST, Duration.ofHours(200));
        Ticket breached = Given.nothing(policy, "old")
                .opened(Duration.ZERO, Tier.C)
                .timePasses(Duration.ofHours(120))
                .ticket();
        TicketQueue queue = queue(policy, breached, ticket("a", Tier.A, 150));

        assertThat(queue.pass(at(Duration.ofHours(200)).minusMillis(1), 10)).isEmpty();
        assertThat(ids(queue)).containsExactly("a", "old");
        assertThat(queue.lifted()).isZero();
        queue.pass(at(Duration.ofHours(200)), 10);

        assertThat(ids(queue)).containsExactly("old", "a");
        assertThat(queue.lifted()).isOne();
        queue.pass(at(Duration.ofHours(201)), 10);
        assertThat(queue.lifted()).isOne();
    }

    @Test
    void shouldNotCountTimeTheClockStoodAsWaitingForTheMaximum() {
        SlaPolicy policy = policy(OrderRule.TIER_FIRST, Duration.ofHours(10));
        Ticket waited = Given.nothing(policy, "waited")
                .opened(Duration.ZERO, Tier.C)
                .agent(Move.CLAIM)
                .agent(Move.WAIT)
                .now(Duration.ofHours(5))
                .agent(Move.RESUME)
                .ticket();
        TicketQueue queue = queue(policy, waited, ticket("a", Tier.A, 9));

        queue.pass(at(Duration.ofHours(15)).minusMillis(1), 10);
        assertThat(ids(queue)).containsExactly("a", "waited");
        queue.pass(at(Duration.ofHours(15)), 10);

        assertThat(ids(queue)).containsExactly("waited", "a");
    }

    @Test
    void shouldNotPassOverWhatCanWaitNoLongerBecauseOfWhatIsGone() {
        Given gone = Given.nothing(TIER_FIRST, "gone").opened(Duration.ZERO, Tier.C);
        TicketQueue queue = queue(TIER_FIRST, gone.ticket(), ticket("here", Tier.C, 1));
        queue.put(gone.agent(Move.RESOLVE).ticket(), START);

        assertThat(queue.pass(at(Duration.ofHours(500)), 10))
                .extracting(Ticket::complaintId)
                .containsExactly("here");
    }

    @Test
    void shouldShowTheQueueFromAPlaceOnAndCountUpToIt() {
        TicketQueue queue = queue(TIER_FIRST, ticket("a", Tier.A, 0), ticket("b", Tier.B, 0), ticket("c", Tier.C, 0));
        QueueKey second = queue.inOrder(null).toList().get(1).key();

        assertThat(queue.inOrder(second).map(entry -> entry.ticket().complaintId()))
                .containsExactly("c");
        assertThat(queue.countUpTo(second)).isEqualTo(2);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.policy()).isEqualTo(TIER_FIRST);
    }

    @Test
    void shouldKnowTheFirstAndTheLastByTheirNeighbours() {
        TicketQueue queue = queue(TIER_FIRST, ticket("a", Tier.A, 0), ticket("b", Tier.B, 0));

        assertThat(queue.place("a"))
                .contains(new Place(1, 2, OrderRule.TIER_FIRST, false, null, new Place.Neighbour("b", Criterion.TIER)));
        assertThat(queue.place("b"))
                .contains(new Place(2, 2, OrderRule.TIER_FIRST, false, new Place.Neighbour("a", Criterion.TIER), null));
        assertThat(queue.place("nobody")).isEmpty();
    }

    @Test
    void shouldFindTheTicketsOfACustomer() {
        TicketQueue queue = queue(TIER_FIRST, ticket("a", Tier.A, 0), ticket("b", Tier.B, 0));

        assertThat(queue.ofCustomer("acme")).extracting(Ticket::complaintId).containsExactlyInAnyOrder("a", "b");
        assertThat(queue.ofCustomer("other")).isEmpty();
        assertThat(queue.knownVersion("a")).isEqualTo(1);
        assertThat(queue.knownVersion("nobody")).isZero();
    }

    @Test
    void shouldPassAnAgentsTicketOnToAnother() {
        Given given = Given.nothing(TIER_FIRST, "t").opened(Duration.ZERO, Tier.A);
        TicketQueue queue = queue(TIER_FIRST, given.agent(Move.CLAIM).ticket());

        queue.put(given.agent(Move.ASSIGN).ticket(), START);

        assertThat(queue.holders()).containsExactly("tom");
        assertThat(queue.heldBy("mei")).isEmpty();
        assertThat(queue.heldBy("tom")).extracting(Ticket::complaintId).containsExactly("t");
    }

    @Test
    void shouldReorderOnceBySettingsOfTheSameVersionAndNotByTheSame() {
        TicketQueue queue = queue(TIER_FIRST, ticket("c-old", Tier.C, -100), ticket("a", Tier.A, 50));

        assertThat(queue.reorder(TIER_FIRST, START)).isFalse();
        assertThat(queue.reorder(policy(OrderRule.DEADLINE_FIRST, null), START)).isTrue();
    }

    @Test
    void shouldSayWhichCriterionDecides() {
        QueueOrder order = QueueOrder.of(OrderRule.TIER_FIRST);
        QueueKey key = new QueueKey(false, Tier.B, START, Severity.NORMAL, START, "t");

        assertThat(order.decidedBy(new QueueKey(true, Tier.C, START, Severity.NORMAL, START, "t"), key))
                .isEqualTo(Criterion.LIFTED);
        assertThat(order.decidedBy(new QueueKey(false, Tier.B, START, Severity.HIGH, START, "u"), key))
                .isEqualTo(Criterion.SEVERITY);
        assertThat(order.decidedBy(new QueueKey(false, Tier.B, START, Severity.NORMAL, START.minusMillis(1), "u"), key))
                .isEqualTo(Criterion.OPENED);
        assertThat(order.decidedBy(new QueueKey(false, Tier.B, START, Severity.NORMAL, START, "s"), key))
                .isEqualTo(Criterion.ID);
        assertThat(order.compare(key, key)).isZero();
    }

    @Test
    void shouldOrderLiftedTicketsByDeadlineBeforeTier() {
        QueueOrder order = QueueOrder.of(OrderRule.TIER_FIRST);
        QueueKey better = new QueueKey(true, Tier.A, START, Severity.NORMAL, START, "t");
        QueueKey sooner = new QueueKey(true, Tier.C, START.minusMillis(1), Severity.NORMAL, START, "u");

        assertThat(order.compare(sooner, better)).isNegative();
        assertThat(order.decidedBy(sooner, better)).isEqualTo(Criterion.DEADLINE);
    }

    @Test
    void shouldNotOfferATicketThatIsTakenOrNotOpen() {
        TicketQueue queue = queue(
                TIER_FIRST,
                Given.nothing(TIER_FIRST, "claimed")
                        .opened(Duration.ZERO, Tier.A)
                        .agent(Move.CLAIM)
                        .ticket(),
                ticket("open", Tier.C, 0));

        assertThat(queue.take())
                .hasValueSatisfying(taken -> assertThat(taken.complaintId()).isEqualTo("open"));
        assertThat(queue.take()).isEmpty();
        queue.giveBack("open");
        assertThat(queue.take()).isPresent();
    }

    @Test
    void shouldGiveEachTicketToOneOfManyThreads() throws InterruptedException {
        int threads = 50;
        int each = 40;
        Map<String, Given> given = new ConcurrentHashMap<>();
        TicketQueue queue = new TicketQueue(TIER_FIRST);
        for (int i = 0; i < threads * each; i++) {
            String id = "t" + i;
            given.put(id, Given.nothing(TIER_FIRST, id).opened(Duration.ofSeconds(i), Tier.values()[i % 3]));
            queue.put(given.get(id).ticket(), START);
        }
        Set<String> taken = ConcurrentHashMap.newKeySet();
        AtomicInteger twice = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < each; i++) {
                    queue.take().ifPresent(ticket -> {
                        if (!taken.add(ticket.complaintId())) {
                            twice.incrementAndGet();
                        }
                        queue.put(
                                given.get(ticket.complaintId())
                                        .agent(Move.CLAIM)
                                        .ticket(),
                                START);
                        queue.giveBack(ticket.complaintId());
                    });
                }
                done.countDown();
            });
        }
        done.await();

        assertThat(twice).hasValue(0);
        assertThat(taken).hasSize(threads * each);
        assertThat(queue.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldEqualAPlainSortAfterAnyChanges(long seed) {
        Random random = new Random(seed);
        SlaPolicy policy = policy(
                random.nextBoolean() ? OrderRule.TIER_FIRST : OrderRule.DEADLINE_FIRST,
                random.nextBoolean() ? Duration.ofHours(60) : null);
        TicketQueue queue = new TicketQueue(policy);
        Map<String, Given> all = new HashMap<>();
        Duration now = Duration.ZERO;
        for (int step = 0; step < 2_000; step++) {
            now = now.plusMinutes(random.nextInt(5));
            String id = "t" + random.nextInt(100);
            Given given = all.get(id);
            if (given == null) {
                given = Given.nothing(policy, id)
                        .now(now)
                        .opened(
                                now.minusHours(random.nextInt(50)),
                                Tier.values()[random.nextInt(3)],
                                Severity.values()[random.nextInt(4)]);
                all.put(id, given);
            } else if (random.nextInt(3) == 0) {
                given.now(now).tierChange(Tier.values()[random.nextInt(3)], step + 2, now);
            } else {
                given.now(now).agent(Move.values()[random.nextInt(Move.values().length)]);
            }
            queue.put(given.ticket(), at(now));
            for (Ticket due : queue.pass(at(now), 1_000)) {
                Ticket announced = all.get(due.complaintId()).timePasses(now).ticket();
                queue.put(announced, at(now));
            }
        }

        Instant end = at(now);
        List<Ticket> expected = new ArrayList<>();
        all.values().stream()
                .map(Given::ticket)
                .filter(ticket -> ticket.state().isInQueue())
                .forEach(expected::add);
        expected.sort(plainOrder(policy, end));
        assertThat(ids(queue))
                .as("seed " + seed)
                .containsExactlyElementsOf(
                        expected.stream().map(Ticket::complaintId).toList());
    }

    private static Comparator<Ticket> plainOrder(SlaPolicy policy, Instant now) {
        return (a, b) -> {
            boolean liftedA = lifted(policy, a, now);
            boolean liftedB = lifted(policy, b, now);
            if (liftedA != liftedB) {
                return liftedA ? -1 : 1;
            }
            Comparator<Ticket> byTier = Comparator.comparing(Ticket::tier);
            Comparator<Ticket> byDue = Comparator.comparing(Ticket::due);
            Comparator<Ticket> first = policy.order() == OrderRule.TIER_FIRST && !liftedA
                    ? byTier.thenComparing(byDue)
                    : byDue.thenComparing(byTier);
            return first.thenComparing(ticket -> ticket.complaint().severity())
                    .thenComparing(Ticket::openedAt)
                    .thenComparing(Ticket::complaintId)
                    .compare(a, b);
        };
    }

    private static boolean lifted(SlaPolicy policy, Ticket ticket, Instant now) {
        Duration maximum = policy.maximumWait();
        return maximum != null
                && !ticket.state().clockStands()
                && !ticket.openedAt()
                        .plus(maximum)
                        .plus(ticket.progress().waited())
                        .isAfter(now);
    }
}
