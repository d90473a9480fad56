package io.tierstream.complaints.domain.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.Undo.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UndoTest {

    private static Snapshot stood(TicketState state, @Nullable String holder) {
        return new Snapshot(state, holder, Tier.B, Instant.parse("2026-11-23T09:00:00Z"));
    }

    @Test
    void shouldPutWhatWasClaimedBackIntoTheQueue() {
        assertThat(Undo.steps(stood(TicketState.OPEN, null), stood(TicketState.CLAIMED, "mei")))
                .containsExactly(new Step(Move.RELEASE, null));
    }

    @Test
    void shouldGiveWhatWasPassedOnBackToWhoHeldIt() {
        assertThat(Undo.steps(stood(TicketState.CLAIMED, "bo"), stood(TicketState.CLAIMED, "mei")))
                .containsExactly(new Step(Move.ASSIGN, "bo"));
        assertThat(Undo.steps(stood(TicketState.CLAIMED, "bo"), stood(TicketState.OPEN, null)))
                .containsExactly(new Step(Move.ASSIGN, "bo"));
    }

    @Test
    void shouldReopenWhatWasResolvedForWhoHeldIt() {
        assertThat(Undo.steps(stood(TicketState.OPEN, null), stood(TicketState.RESOLVED, "mei")))
                .containsExactly(new Step(Move.REOPEN, null));
        assertThat(Undo.steps(stood(TicketState.WAITING, "bo"), stood(TicketState.RESOLVED, "bo")))
                .containsExactly(new Step(Move.REOPEN, null), new Step(Move.ASSIGN, "bo"), new Step(Move.WAIT, null));
    }

    @Test
    void shouldUndoEveryOtherMoveByTheOneThatLeadsBack() {
        assertThat(Undo.steps(stood(TicketState.WAITING, "bo"), stood(TicketState.CLAIMED, "bo")))
                .containsExactly(new Step(Move.WAIT, null));
        assertThat(Undo.steps(stood(TicketState.CLAIMED, "bo"), stood(TicketState.WAITING, "bo")))
                .containsExactly(new Step(Move.RESUME, null));
        assertThat(Undo.steps(stood(TicketState.RESOLVED, "bo"), stood(TicketState.OPEN, null)))
                .containsExactly(new Step(Move.RESOLVE, null));
        assertThat(Undo.steps(stood(TicketState.CLAIMED, "bo"), stood(TicketState.RESOLVED, "bo")))
                .containsExactly(new Step(Move.REOPEN, null), new Step(Move.ASSIGN, "bo"));
    }

    @Test
    void shouldGiveNothingBackWhereItIsNotKnownToWhom() {
        for (TicketState after : List.of(TicketState.OPEN, TicketState.CLAIMED, TicketState.RESOLVED)) {
            assertThat(Undo.steps(stood(TicketState.CLAIMED, null), stood(after, "mei")))
                    .isEmpty();
        }
        assertThat(Undo.steps(stood(TicketState.WAITING, null), stood(TicketState.RESOLVED, "mei")))
                .isEmpty();
    }

    @Test
    void shouldFindNoWayBackFromWithdrawn() {
        assertThat(Undo.steps(stood(TicketState.OPEN, null), stood(TicketState.WITHDRAWN, null)))
                .isEmpty();
    }

    @Test
    void shouldOnlyTakeStepsThatTheStatesAllow() {
        for (TicketState before : TicketState.values()) {
            for (TicketState after : TicketState.values()) {
                List<Step> steps = Undo.steps(stood(before, "bo"), stood(after, "mei"));
                TicketState state = after;
                for (Step step : steps) {
                    assertThat(step.move().isAllowedFrom(state))
                            .as("%s → %s: %s", before, after, steps)
                            .isTrue();
                    state = step.move().to();
                }
                if (!steps.isEmpty()) {
                    assertThat(state).as("%s → %s: %s", before, after, steps).isEqualTo(before);
                }
            }
        }
    }
}
