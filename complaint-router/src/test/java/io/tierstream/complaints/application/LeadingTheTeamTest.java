package io.tierstream.complaints.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.team.Closing;
import io.tierstream.complaints.domain.team.Workload;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeadingTheTeamTest {

    private static final Duration HORIZON = Duration.ofHours(8);

    private final TicketQueue queue = new TicketQueue(SlaPolicy.DEFAULT);
    private Instant now = Given.at(Duration.ofDays(4));
    private Duration cost = Duration.ZERO;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final QueueWatch watch = new QueueWatch(clock);
    private final LeadingTheTeam team = new LeadingTheTeam(queue, new Closings(), watch, clock, ZoneOffset.UTC);

    @Test
    void shouldShowAChangeToWhoAsksAfterIt() {
        open("first");
        pass(Duration.ofMillis(1));
        assertThat(team.workload(HORIZON).counts().all()).isEqualTo(1);
        assertThat(team.figures().counts().all()).isEqualTo(1);

        pass(Duration.ofMillis(1));
        open("second");
        pass(Duration.ofMillis(1));

        Workload workload = team.workload(HORIZON);
        assertThat(workload.counts().all()).isEqualTo(2);
        assertThat(team.hasChangedSince(workload.now())).isFalse();
        assertThat(team.figures().counts().all()).isEqualTo(2);
    }

    @Test
    void shouldServeForTwoSecondsWhileNothingChanges() {
        Workload before = team.workload(HORIZON);

        pass(Duration.ofMillis(1_999));
        assertThat(team.workload(HORIZON)).isSameAs(before);
        pass(Duration.ofMillis(1));
        assertThat(team.workload(HORIZON)).isNotSameAs(before);
    }

    @Test
    void shouldServeTwentyTimesAsLongAsItTookWhateverChangesAndSaySo() {
        cost = Duration.ofMillis(100);
        Workload before = team.workload(HORIZON);
        open("first");

        pass(Duration.ofMillis(1_999));
        assertThat(team.workload(HORIZON)).isSameAs(before);
        assertThat(team.hasChangedSince(before.now())).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(team.workload(HORIZON).counts().all()).isEqualTo(1);
    }

    @Test
    void shouldNotServeForLongBecauseItWasHeldUpOnce() {
        cost = Duration.ofSeconds(3);
        team.workload(HORIZON);
        open("first");

        pass(Duration.ofSeconds(5));
        assertThat(team.workload(HORIZON).counts().all()).isEqualTo(1);
    }

    private void open(String complaintId) {
        Ticket ticket = Given.nothing(SlaPolicy.DEFAULT, complaintId)
                .opened(Duration.ZERO, Tier.A)
                .ticket();
        queue.put(ticket, now);
        watch.changed(ticket);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    /** No ticket was closed; to read that takes its time. */
    private final class Closings implements TicketStore {

        @Override
        public List<Closing> closings(Instant since) {
            pass(cost);
            return List.of();
        }

        @Override
        public void prepare() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Stored> find(Collection<String> complaintIds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Dossier> dossier(String complaintId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean write(List<Change> changes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readQueue(Consumer<Ticket> consumer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readAll(Consumer<Ticket> consumer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Ticket> closed(Closed which, @Nullable String afterId, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
