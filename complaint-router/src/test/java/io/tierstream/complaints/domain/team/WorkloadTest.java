package io.tierstream.complaints.domain.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.team.Workload.AgentLoad;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentMoved;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tickets of tier A have 72 hours and are at risk in the last 18 of them. */
class WorkloadTest {

    private static final Duration EIGHT = Duration.ofHours(8);

    private final List<Ticket> queue = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();

    private Given opened(String id, Duration at) {
        return Given.nothing(SlaPolicy.DEFAULT, id).now(at).opened(at, Tier.A);
    }

    private void open(String id, Duration at) {
        queue.add(opened(id, at).ticket());
    }

    private void held(String id, Duration at, String agent, Move... moves) {
        Given given = opened(id, at);
        for (Move move : moves) {
            given.put(new AgentMoved(move, agent, null, null, KnownTier.ENTRY));
        }
        queue.add(given.ticket());
    }

    private void closed(Duration openedAt, Duration closedAt, TicketState state, String agent) {
        closings.add(new Closing(state, Given.at(openedAt), Given.at(closedAt), agent));
    }

    private Workload at(Duration now) {
        Instant startOfDay = Given.at(now).minus(Duration.ofHours(2));
        return Workload.of(queue.iterator(), closings, SlaPolicy.DEFAULT, startOfDay, Given.at(now), EIGHT);
    }

    @Test
    void shouldCountWhatEachAgentHolds() {
        held("late", Duration.ZERO, "mei", Move.CLAIM);
        held("risky", Duration.ofHours(10), "mei", Move.CLAIM);
        held("paused", Duration.ZERO, "mei", Move.CLAIM, Move.WAIT);
        held("fine", Duration.ofHours(70), "bo", Move.CLAIM);
        open("free", Duration.ofHours(70));
        closed(Duration.ZERO, Duration.ofHours(71), TicketState.RESOLVED, "bo");
        closed(Duration.ZERO, Duration.ofHours(69), TicketState.RESOLVED, "bo");
        closed(Duration.ZERO, Duration.ofHours(71), TicketState.WITHDRAWN, "ann");

        Workload workload = at(Duration.ofHours(72));

        assertThat(workload.agents())
                .containsExactly(
                        new AgentLoad("mei", 2, 1, 1, 1, 0),
                        new AgentLoad("bo", 1, 0, 0, 0, 1),
                        new AgentLoad("ann", 0, 0, 0, 0, 0));
        assertThat(workload.counts()).isEqualTo(new Workload.Counts(5, 1, 3, 1, 1, 1));
        assertThat(workload.late()).containsEntry(Tier.A, 1);
    }

    @Test
    void shouldListDeadlinesWithinTheHorizonTheNearestFirst() {
        open("in-8-hours", Duration.ofHours(8));
        open("just-inside", Duration.ofHours(8).minusMillis(1));
        open("in-1-hour", Duration.ofHours(1));
        held("paused", Duration.ofHours(1), "mei", Move.CLAIM, Move.WAIT);
        held("held", Duration.ofHours(2), "mei", Move.CLAIM);

        Workload workload = at(Duration.ofHours(72));

        assertThat(workload.soon()).extracting(Ticket::complaintId).containsExactly("in-1-hour", "held", "just-inside");
        assertThat(workload.soonCount()).isEqualTo(3);
        assertThat(workload.soonUnassigned()).isEqualTo(2);
        assertThat(workload.ahead()).hasSize(8);
        assertThat(workload.ahead().get(1).deadlines()).containsEntry(Tier.A, 1);
        assertThat(workload.ahead().get(7).deadlines()).containsEntry(Tier.A, 1);
        assertThat(workload.ahead().get(7).to()).isEqualTo(Given.at(Duration.ofHours(80)));
    }

    @Test
    void shouldEstimateTheTimeToClearFromWhatWasClosedLately() {
        for (int i = 0; i < 10; i++) {
            closed(Duration.ofHours(i), Duration.ofHours(60 + i), TicketState.RESOLVED, "mei");
        }
        open("one", Duration.ofHours(90));
        open("two", Duration.ofHours(91));
        open("three", Duration.ofHours(92));

        Pace pace = at(Duration.ofHours(100)).pace();

        // Known for 100 hours, 10 closed: one in 10 hours.
        assertThat(pace.hoursToClear()).isEqualTo(new BigDecimal("30.0"));
        assertThat(pace.opened()).isEqualTo(13);
        assertThat(pace.closedPerDay()).isEqualTo(new BigDecimal("2.4"));
        assertThat(pace.since()).isEqualTo(Given.at(Duration.ZERO));
    }

    @Test
    void shouldLookAtNoMoreThanSevenDays() {
        closed(Duration.ZERO, Duration.ofHours(1), TicketState.RESOLVED, "mei");
        for (int i = 0; i < 7; i++) {
            closed(Duration.ZERO, Duration.ofDays(9 + i), TicketState.RESOLVED, "mei");
        }
        open("old", Duration.ZERO);

        Pace pace = at(Duration.ofDays(15)).pace();

        assertThat(pace.since()).isEqualTo(Given.at(Duration.ofDays(8)));
        assertThat(pace.closed()).isEqualTo(7);
        assertThat(pace.opened()).isZero();
        assertThat(pace.hoursToClear()).isEqualTo(new BigDecimal("24.0"));
    }

    @Test
    void shouldNotGuessFromFewerThanFive() {
        for (int i = 0; i < 4; i++) {
            closed(Duration.ZERO, Duration.ofHours(i), TicketState.RESOLVED, "mei");
        }
        open("one", Duration.ZERO);

        assertThat(at(Duration.ofHours(10)).pace().hoursToClear()).isNull();
    }

    @Test
    void shouldGuessFromFiveAndRoundToTenths() {
        for (int i = 0; i < 5; i++) {
            closed(Duration.ZERO, Duration.ofHours(i), TicketState.RESOLVED, "mei");
        }
        open("one", Duration.ZERO);

        Pace pace = at(Duration.ofHours(7)).pace();

        assertThat(pace.hoursToClear()).isEqualTo(new BigDecimal("1.4"));
        // 6 and 5 in 7 hours
        assertThat(pace.openedPerDay()).isEqualTo(new BigDecimal("20.6"));
        assertThat(pace.closedPerDay()).isEqualTo(new BigDecimal("17.1"));
    }

    @Test
    void shouldLookAtAnHourAtLeast() {
        open("new", Duration.ofMinutes(50));

        Pace pace = at(Duration.ofHours(1)).pace();

        assertThat(pace.since()).isEqualTo(Given.at(Duration.ZERO));
        assertThat(pace.openedPerDay()).isEqualTo(new BigDecimal("24.0"));
    }

    @Test
    void shouldCountFromTheInstantSevenDaysAgoUntilNow() {
        Duration now = Duration.ofDays(10);
        Duration begin = Duration.ofDays(3);
        open("just-in", begin);
        open("just-out", begin.minusMillis(1));
        closed(begin, begin, TicketState.RESOLVED, "mei");
        closed(begin.minusMillis(1), now, TicketState.RESOLVED, "mei");
        closed(begin, begin.minusMillis(1), TicketState.RESOLVED, "mei");
        closed(begin, now.plusMillis(1), TicketState.RESOLVED, "mei");

        Pace pace = at(now).pace();

        assertThat(pace.opened()).isEqualTo(2);
        assertThat(pace.closed()).isEqualTo(2);
    }

    @Test
    void shouldCountWhatWasResolvedSinceTheInstantTheDayBegan() {
        Duration startOfDay = Duration.ofHours(8);
        closed(Duration.ZERO, startOfDay, TicketState.RESOLVED, "mei");
        closed(Duration.ZERO, startOfDay.minusMillis(1), TicketState.RESOLVED, "mei");
        closed(Duration.ZERO, startOfDay.plusHours(1), TicketState.RESOLVED, "mei");
        closed(Duration.ZERO, startOfDay, TicketState.WITHDRAWN, "mei");
        closed(Duration.ZERO, startOfDay, TicketState.RESOLVED, null);

        Workload workload = at(Duration.ofHours(10));

        assertThat(workload.agents()).containsExactly(new AgentLoad("mei", 0, 0, 0, 0, 2));
    }

    @Test
    void shouldDivideTheHorizonIntoPartsThatFollowOneAnother() {
        open("on-the-border", Duration.ofHours(3));

        Workload workload = at(Duration.ofHours(72));

        assertThat(workload.ahead().get(2).deadlines()).isEmpty();
        assertThat(workload.ahead().get(3).deadlines()).containsExactly(Map.entry(Tier.A, 1));
        for (int i = 0; i < Workload.PARTS; i++) {
            assertThat(workload.ahead().get(i).from()).isEqualTo(Given.at(Duration.ofHours(72 + i)));
            assertThat(workload.ahead().get(i).to()).isEqualTo(Given.at(Duration.ofHours(73 + i)));
        }
    }

    @Test
    void shouldListTheNearestHundredAndCountTheRest() {
        for (int i = 0; i < Workload.MOST_SOON + 20; i++) {
            open("T-" + i, Duration.ofMinutes(200 - i));
        }

        Workload workload = at(Duration.ofHours(72));

        assertThat(workload.soonCount()).isEqualTo(120);
        assertThat(workload.soonUnassigned()).isEqualTo(120);
        assertThat(workload.soon()).hasSize(100);
        assertThat(workload.soon().getFirst().complaintId()).isEqualTo("T-119");
        assertThat(workload.soon().getLast().complaintId()).isEqualTo("T-20");
    }
}
