package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.ticket.Ticket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Tells whoever looks at the queue of this instance that a ticket changed, whichever instance changed it. */
@Component
public final class QueueWatch {

    private final List<Consumer<Ticket>> watchers = new CopyOnWriteArrayList<>();

    /** Calls the watcher for every change from now on, in the thread that makes it: it must not wait. */
    public void watch(Consumer<Ticket> watcher) {
        watchers.add(watcher);
    }

    void changed(Ticket ticket) {
        watchers.forEach(watcher -> watcher.accept(ticket));
    }
}
