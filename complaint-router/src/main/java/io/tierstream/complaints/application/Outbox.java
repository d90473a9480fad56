package io.tierstream.complaints.application;

import java.util.Collection;

/** Publishes what waits in tickets. */
public interface Outbox {

    /** Says that something may wait in these tickets. Returns at once. */
    void offer(Collection<String> complaintIds);

    /** How many tickets have something that waits to be published, as far as this instance knows. */
    int backlog();
}
