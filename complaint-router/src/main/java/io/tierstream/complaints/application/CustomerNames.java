package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The names of customers whose tickets are looked at. Another instance may learn of a new name, so what is remembered here
 * is read again after half a minute.
 */
@Component
public final class CustomerNames {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int SLICE = 5_000;
    private static final int MOST_REMEMBERED = 500_000;

    private record Remembered(@Nullable String name, Instant readAt) {}

    private final CustomerStore store;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    CustomerNames(CustomerStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Names of these customers, as far as they are known. */
    public Map<String, String> of(Collection<String> customerIds) {
        Instant now = clock.instant();
        List<String> missing = customerIds.stream()
                .distinct()
                .filter(id -> {
                    Remembered known = remembered.get(id);
                    return known == null || known.readAt().plus(FRESH).isBefore(now);
                })
                .toList();
        read(missing, now);
        Map<String, String> names = new HashMap<>();
        for (String id : customerIds) {
            remembered(id).ifPresent(name -> names.put(id, name));
        }
        return names;
    }

    /** The name as remembered, without reading. */
    public Optional<String> remembered(String customerId) {
        return Optional.ofNullable(remembered.get(customerId)).map(Remembered::name);
    }

    /** Remembers the names of the customers of all these tickets, so that they can be searched for. */
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

    /** Reads these again when they are next asked for. */
    void forget(Collection<String> customerIds) {
        List<String> shown =
                customerIds.stream().filter(remembered::containsKey).toList();
        read(shown, clock.instant());
    }

    private void read(List<String> customerIds, Instant now) {
        if (customerIds.isEmpty()) {
            return;
        }
        Map<String, String> read = store.names(customerIds);
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.clear();
        }
        for (String id : customerIds) {
            remembered.put(id, new Remembered(read.get(id), now));
        }
    }
}
