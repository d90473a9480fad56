package io.tierstream.tier.streams;

import io.tierstream.tier.domain.CompositeRange;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.Points;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The customers of one task: the store of their states, and what is derived from it and kept in step with every write: an
 * index by composite, an agenda by due instant, and the distribution of composites, in memory.
 */
final class Population {

    private static final byte[] PRESENT = new byte[0];

    private final KeyValueStore<Bytes, byte[]> grades;
    private final KeyValueStore<Bytes, byte[]> composites;
    private final KeyValueStore<Bytes, byte[]> agenda;
    private GradingPolicy policy;
    private Histogram histogram = new Histogram();

    Population(
            KeyValueStore<Bytes, byte[]> grades,
            KeyValueStore<Bytes, byte[]> composites,
            KeyValueStore<Bytes, byte[]> agenda,
            GradingPolicy policy) {
        this.grades = grades;
        this.composites = composites;
        this.agenda = agenda;
        this.policy = policy;
    }

    CustomerState find(Bytes customer) {
        byte[] bytes = grades.get(customer);
        return bytes == null ? CustomerState.UNKNOWN : CustomerStateSerde.read(Keys.customerId(customer), bytes);
    }

    void put(Bytes customer, CustomerState before, CustomerState after) {
        grades.put(customer, CustomerStateSerde.write(after));
        Points indexed = composite(before);
        Points toIndex = composite(after);
        if (!Objects.equals(indexed, toIndex)) {
            if (indexed != null) {
                composites.delete(Keys.composite(indexed, customer));
            }
            if (toIndex != null) {
                composites.put(Keys.composite(toIndex, customer), PRESENT);
            }
        }
        move(histogram, policy, before, after);
        if (!Objects.equals(before.due(), after.due())) {
            if (before.due() != null) {
                agenda.delete(Keys.due(before.due(), customer));
            }
            if (after.due() != null) {
                agenda.put(Keys.due(after.due(), customer), PRESENT);
            }
        }
    }

    /** Takes a customer out of a distribution as was, and into it as is, both under the policy of the distribution. */
    static void move(Histogram distribution, GradingPolicy policy, CustomerState before, CustomerState after) {
        Points from = compositeUnder(policy, before);
        Points to = compositeUnder(policy, after);
        if (!Objects.equals(from, to)) {
            if (from != null) {
                distribution.remove(from);
            }
            if (to != null) {
                distribution.add(to);
            }
        }
    }

    static @Nullable Points compositeUnder(GradingPolicy policy, CustomerState state) {
        Grade grade = state.grade();
        if (grade == null) {
            return null;
        }
        return grade.basis().policyVersion() == policy.version()
                ? grade.basis().composite()
                : policy.composite(grade.basis().criteria());
    }

    /** The exact distribution under the policy in force. */
    Histogram histogram() {
        return histogram;
    }

    /** Another policy is in force, under which the customers are distributed so. */
    void follow(GradingPolicy next, Histogram distribution) {
        policy = next;
        histogram = distribution;
    }

    /** Counts anew, from the index, which must follow the policy in force. */
    void countIndexed() {
        histogram = new Histogram();
        try (KeyValueIterator<Bytes, byte[]> all = composites.all()) {
            while (all.hasNext()) {
                histogram.add(Keys.compositeOf(all.next().key));
            }
        }
    }

    /** The distribution under any policy, counted customer by customer. */
    Histogram countUnder(GradingPolicy other) {
        Histogram counted = new Histogram();
        try (KeyValueIterator<Bytes, byte[]> all = grades.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                move(
                        counted,
                        other,
                        CustomerState.UNKNOWN,
                        CustomerStateSerde.read(Keys.customerId(entry.key), entry.value));
            }
        }
        return counted;
    }

    /** The next customers in the order of their keys. */
    List<KeyValue<Bytes, byte[]>> customersAfter(@Nullable Bytes cursor, int limit) {
        List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = grades.range(cursor == null ? null : Keys.after(cursor), null)) {
            while (found.size() < limit && all.hasNext()) {
                found.add(all.next());
            }
        }
        return found;
    }

    /** The next keys of the index within the ranges. */
    List<Bytes> indexedAfter(@Nullable Bytes cursor, List<CompositeRange> ranges, int limit) {
        List<Bytes> found = new ArrayList<>();
        for (CompositeRange range : ranges) {
            Bytes low = Keys.fromComposite(range.low());
            Bytes from = cursor == null || cursor.compareTo(low) < 0 ? low : Keys.after(cursor);
            Bytes to = Keys.fromComposite(range.high());
            if (found.size() < limit && from.compareTo(to) < 0) {
                try (KeyValueIterator<Bytes, byte[]> part = composites.range(from, to)) {
                    while (found.size() < limit && part.hasNext()) {
                        found.add(part.next().key);
                    }
                }
            }
        }
        return found;
    }

    /** The agenda's first entries that are due. */
    List<Bytes> due(Instant now, int limit) {
        List<Bytes> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> part = agenda.range(null, Keys.afterDue(now))) {
            while (found.size() < limit && part.hasNext()) {
                found.add(part.next().key);
            }
        }
        return found;
    }

    private static @Nullable Points composite(CustomerState state) {
        return state.grade() == null ? null : state.grade().basis().composite();
    }
}
