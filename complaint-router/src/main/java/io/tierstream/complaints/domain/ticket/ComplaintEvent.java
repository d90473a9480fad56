package io.tierstream.complaints.domain.ticket;

import org.jspecify.annotations.Nullable;

/**
 * An event that moves a complaint: resolved, reopened or withdrawn.
 *
 * @param customerId whose complaint the event says it is
 */
public record ComplaintEvent(
        EventStamp stamp,
        Move move,
        String customerId,
        @Nullable String note) {

    public ComplaintEvent {
        switch (move) {
            case RESOLVE, REOPEN, WITHDRAW -> {}
            case CLAIM, ASSIGN, RELEASE, WAIT, RESUME ->
                throw new IllegalArgumentException("only an agent can " + move);
        }
    }
}
