package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.report.Course;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The courses of all complaints, closed ones too, in memory: read from the store once after every start (and after the feed of
 * other instances' changes was interrupted), and followed from then on. About 200 bytes each.
 */
@Component
public final class ComplaintCourses {

    private record Known(long version, Course course) {}

    private final TicketStore store;
    private final FollowingInstances following;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private volatile long readFor;

    ComplaintCourses(TicketStore store, FollowingInstances following, QueueWatch watch) {
        this.store = store;
        this.following = following;
        watch.watch(this::note);
    }

    /** Whether all complaints have been read since the start. */
    public boolean isComplete() {
        return readFor > 0;
    }

    /** All of them, in no order; what changes meanwhile is seen as it was or as it is. */
    public Stream<Course> all() {
        return known.values().stream().map(Known::course);
    }

    /** Reads all complaints, if that has to be done. */
    void keepUp() {
        long beginnings = following.beginnings();
        if (readFor < beginnings) {
            store.readAll(this::note);
            readFor = beginnings;
        }
    }

    private void note(Ticket ticket) {
        known.compute(
                ticket.complaintId(),
                (id, before) -> before != null && before.version() >= ticket.version()
                        ? before
                        : new Known(ticket.version(), lean(Course.of(ticket))));
    }

    /** The same course with names that are kept once. */
    private Course lean(Course course) {
        return new Course(
                course.tier(),
                once(course.agent()),
                once(course.category()),
                course.state(),
                course.openedAt(),
                course.closedAt(),
                course.stoppedSince(),
                course.due(),
                course.waitedBefore(),
                course.stops());
    }

    private @Nullable String once(@Nullable String name) {
        return name == null ? null : names.computeIfAbsent(name, same -> same);
    }
}
