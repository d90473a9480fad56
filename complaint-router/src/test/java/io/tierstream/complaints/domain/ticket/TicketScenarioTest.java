package io.tierstream.complaints.domain.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same events in any order and any number of times come to the same as a plain look at all of them. */
class TicketScenarioTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    private record Fact(Move move, Duration at, String id) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldDependOnTheSetOfEventsOnly(long seed) {
        Random random = new Random(seed);
        List<Fact> facts = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Move move = random.nextInt(10) == 0 ? Move.WITHDRAW : random.nextBoolean() ? Move.RESOLVE : Move.REOPEN;
            facts.add(new Fact(move, Duration.ofHours(random.nextInt(10) - 1), "e" + random.nextInt(100) + "-" + i));
        }

        Ticket expected = plain(facts);
        List<Fact> delivered = new ArrayList<>(facts);
        delivered.addAll(facts.subList(0, random.nextInt(facts.size() + 1)));
        Collections.shuffle(delivered, random);
        int openedAfter = random.nextInt(delivered.size() + 1);
        Given given = Given.nothing().now(Duration.ofHours(20));
        for (int i = 0; i <= delivered.size(); i++) {
            if (i == openedAfter) {
                given.opened(Duration.ZERO, Tier.C);
            }
            if (i < delivered.size()) {
                given.event(
                        delivered.get(i).move(),
                        delivered.get(i).at(),
                        delivered.get(i).id());
            }
        }

        assertThat(given.ticket().progress()).as("seed " + seed).isEqualTo(expected.progress());
        assertThat(given.ticket().due()).as("seed " + seed).isEqualTo(expected.due());
    }

    /** Written apart from the code: sort, then walk through the states by hand. */
    private static Ticket plain(List<Fact> facts) {
        List<Fact> inOrder = new ArrayList<>(facts);
        inOrder.sort(Comparator.comparing(Fact::at).thenComparing(Fact::id));
        String state = "OPEN";
        Duration since = null;
        Duration closedAt = null;
        Duration waited = Duration.ZERO;
        List<Stop> stops = new ArrayList<>();
        for (Fact fact : inOrder) {
            boolean beforeOpening =
                    fact.at().isNegative() || (fact.at().isZero() && fact.id().compareTo("opened") < 0);
            if (beforeOpening || state.equals("WITHDRAWN")) {
                continue;
            }
            if (fact.move() == Move.WITHDRAW) {
                state = "WITHDRAWN";
                since = since == null ? fact.at() : since;
                closedAt = fact.at();
            } else if (fact.move() == Move.RESOLVE && state.equals("OPEN")) {
                state = "RESOLVED";
                since = fact.at();
                closedAt = fact.at();
            } else if (fact.move() == Move.REOPEN && state.equals("RESOLVED")) {
                state = "OPEN";
                waited = waited.plus(fact.at()).minus(since);
                if (fact.at().compareTo(since) > 0) {
                    stops.add(new Stop(Given.at(since), Given.at(fact.at())));
                }
                since = null;
                closedAt = null;
            }
        }
        Ticket blank = Given.nothing().opened(Duration.ZERO, Tier.C).ticket();
        return new Ticket(
                blank.complaint(),
                1,
                blank.opening(),
                blank.createdAt(),
                blank.tier(),
                blank.tierChange(),
                new Progress(
                        TicketState.valueOf(state),
                        null,
                        since == null ? null : Given.at(since),
                        closedAt == null ? null : Given.at(closedAt),
                        Duration.ZERO,
                        stops),
                Given.START.plus(SlaPolicy.DEFAULT.sla(Tier.C)).plus(waited),
                blank.settings(),
                blank.standing(),
                blank.base(),
                null,
                List.of(),
                List.of(),
                List.of());
    }
}
