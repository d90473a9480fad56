package io.tierstream.complaints.application;

import io.tierstream.complaints.application.CustomerStore.Glance;
import io.tierstream.complaints.application.CustomerStore.Standing;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What is seen at a glance of the customers whose tickets are in the queue or are looked at. Another instance may learn of
 * something new, so what is remembered here is read again: after half a minute when it is looked at, else after some minutes.
 */
@Component
public final class KnownCustomers {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final int SLICE = 5_000;
    private static final int SLICE_OF_OLD = 1_000;
    private static final int MOST_REMEMBERED = 500_000;

    private record Remembered(Glance glance, Instant readAt) {}

    private final CustomerStore store;
    private final TicketQueue queue;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    KnownCustomers(CustomerStore store, TicketQueue queue, Clock clock) {
        this.store = store;
        this.queue = queue;
        this.clock = clock;
    }

    /** These customers at a glance, as far as they are known. */
    public Map<String, Glance> of(Collection<String> customerIds) {
        Instant now = clock.instant();
        List<String> missing = customerIds.stream()
                .distinct()
                .filter(id -> {
                    Remembered known = remembered.get(id);
                    return known == null || known.readAt().plus(FRESH).isBefore(now);
                })
                .toList();
        read(missing, now);
        Map<String, Glance> glances = new HashMap<>();
        for (String id : customerIds) {
            glances.put(id, remembered(id));
        }
        return glances;
    }

    /** A customer as remembered, without reading. */
    public Glance remembered(String customerId) {
        Remembered known = remembered.get(customerId);
        return known == null ? Glance.NOTHING : known.glance();
    }

    /** Remembers the customers of all these tickets, so that they can be searched for by name. */
    void remember(Stream<Ticket> tickets) {
        List<String> ids =
                new ArrayList<>(tickets.map(ticket -> ticket.complaint().customerId())
                        .filter(id -> !remembered.containsKey(id))
                        .distinct()
                        .toList());
        Instant now = clock.instant();
        for (int from = 0; from < ids.size(); from += SLICE) {
            read(ids.subList(from, Math.min(ids.size(), from + SLICE)), now);
        }
    }

    /**
     * Reads some of those again that were read long ago: another instance may have heard of their names, and a search does not
     * look at what it does not find.
     */
    void keepUp() {
        Instant now = clock.instant();
        Instant old = now.minus(OLD);
        List<String> ids = remembered.entrySet().stream()
                .filter(known -> known.getValue().readAt().isBefore(old))
                .limit(SLICE_OF_OLD)
                .map(Map.Entry::getKey)
                .toList();
        read(ids, now);
    }

    /** Takes how customers stand, of those that are remembered. */
    void stand(Map<String, Standing> standings) {
        standings.forEach((id, standing) -> remembered.computeIfPresent(
                id,
                (same, known) -> new Remembered(
                        new Glance(
                                known.glance().name(),
                                standing.tier().composite(),
                                standing.tier().at()),
                        known.readAt())));
    }

    /** Reads those of them that are remembered again. */
    void forget(Collection<String> customerIds) {
        List<String> shown =
                customerIds.stream().filter(remembered::containsKey).toList();
        read(shown, clock.instant());
    }

    private void read(List<String> customerIds, Instant now) {
        if (customerIds.isEmpty()) {
            return;
        }
        Map<String, Glance> read = store.glances(customerIds);
        if (remembered.size() > MOST_REMEMBERED + queue.size()) {
            remembered.keySet().removeIf(id -> queue.ofCustomer(id).isEmpty());
        }
        for (String id : customerIds) {
            remembered.put(id, new Remembered(read.getOrDefault(id, Glance.NOTHING), now));
        }
    }
}
