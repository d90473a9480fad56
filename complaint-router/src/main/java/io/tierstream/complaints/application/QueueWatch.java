package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Tells whoever looks at the queue of this instance that a ticket changed, whichever instance changed it. */
@Component
public final class QueueWatch {

    private final List<Consumer<Ticket>> watchers = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchersOfOrder = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private volatile Instant lastChange = Instant.MIN;

    public QueueWatch(Clock clock) {
        this.clock = clock;
    }

    /** Whether a ticket has changed at or after that time, as far as this instance knows; told before its watchers are. */
    public boolean hasChangedSince(Instant time) {
        return !lastChange.isBefore(time);
    }

    /** Calls the watcher for every change from now on, in the thread that makes it: it must not wait. */
    public void watch(Consumer<Ticket> watcher) {
        watchers.add(watcher);
    }

    /** To be called once the queue shows the change. */
    public void changed(Ticket ticket) {
        noteTime();
        watchers.forEach(watcher -> watcher.accept(ticket));
    }

    /** Calls the watcher whenever tickets that did not change stand in another order or are more or less urgent. */
    public void watchOrder(Runnable watcher) {
        watchersOfOrder.add(watcher);
    }

    /** To be called once the queue has its new order. */
    public void reordered() {
        noteTime();
        watchersOfOrder.forEach(Runnable::run);
    }

    private synchronized void noteTime() {
        Instant now = clock.instant();
        lastChange = now.isAfter(lastChange) ? now : lastChange;
    }
}
