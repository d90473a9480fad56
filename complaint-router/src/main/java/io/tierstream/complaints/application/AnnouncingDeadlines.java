package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketDesk.Task;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.TimePassed;
import java.util.List;
import org.springframework.stereotype.Component;

/** Announces tickets at risk and breached deadlines when their time has come. */
@Component
public final class AnnouncingDeadlines {

    private static final int MOST_AT_ONCE = 500;

    private final TicketDesk desk;
    private final TicketQueue queue;
    private final QueueWatch watch;

    AnnouncingDeadlines(TicketDesk desk, TicketQueue queue, QueueWatch watch) {
        this.desk = desk;
        this.queue = queue;
        this.watch = watch;
    }

    /** Announces what is due now; several instances may do so at once, each announcement is made by one. */
    public void announce() {
        desk.settleDoubts();
        long lifted = queue.lifted();
        List<Ticket> due = queue.pass(desk.now(), MOST_AT_ONCE);
        if (queue.lifted() != lifted) {
            watch.reordered();
        }
        desk.work(
                due.stream()
                        .map(ticket -> new Task(ticket.complaintId(), new TimePassed()))
                        .toList(),
                due);
    }
}
