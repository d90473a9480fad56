package io.tierstream.oracle;

import io.tierstream.contracts.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A list of events made from a seed, and what it takes to make it again: put {@link #toString()} into every failure message.
 *
 * @param events in the order in which they are first published
 */
public record Scenario(long seed, Settings settings, Instant now, List<Event<?>> events) {

    public Scenario {
        events = List.copyOf(events);
    }

    /** A scenario whose settings (window, zone, rates) follow from the seed as well. */
    public static Scenario random(long seed, Instant now, int customers, int storiesPerCustomer) {
        return of(seed, ScenarioGenerator.settings(new Random(seed)), now, customers, storiesPerCustomer);
    }

    /**
     * A scenario under given settings.
     *
     * @param storiesPerCustomer how many orders, invoices, complaints and so on each customer has on average, each a few events
     */
    public static Scenario of(long seed, Settings settings, Instant now, int customers, int storiesPerCustomer) {
        Random random = new Random(seed);
        ScenarioGenerator generator = new ScenarioGenerator(random, settings, now, "s" + seed);
        return new Scenario(seed, settings, now, generator.events(customers, storiesPerCustomer));
    }

    /** What must be the case after all of it. */
    public Expectation expected() {
        return new Oracle(settings).expect(events, now);
    }

    /**
     * The same events in another order, some of them more than once. What must be the case afterwards is the same, because of
     * events that claim the same business id the one that came first still does.
     *
     * @param repeatPercent how many of the events come again, by hundred
     */
    public Scenario shuffled(long shuffleSeed, int repeatPercent) {
        Random random = new Random(shuffleSeed);
        List<Event<?>> again = new ArrayList<>(events);
        for (Event<?> event : events) {
            if (random.nextInt(100) < repeatPercent) {
                again.add(event);
            }
        }
        Collections.shuffle(again, random);
        return new Scenario(seed, settings, now, rivalsInOriginalOrder(again));
    }

    /** Puts events with the same business id back into their original order, in the places that they have between them. */
    private List<Event<?>> rivalsInOriginalOrder(List<Event<?>> shuffled) {
        Map<Event<?>, Integer> original = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            original.putIfAbsent(events.get(i), i);
        }
        Map<Object, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < shuffled.size(); i++) {
            Acceptance.BusinessId id = Acceptance.BusinessId.of(shuffled.get(i).data());
            if (id != null) {
                places.computeIfAbsent(id, any -> new ArrayList<>()).add(i);
            }
        }
        List<Event<?>> result = new ArrayList<>(shuffled);
        for (List<Integer> group : places.values()) {
            List<Event<?>> rivals = new ArrayList<>();
            for (int place : group) {
                rivals.add(shuffled.get(place));
            }
            rivals.sort(
                    (one, other) -> Integer.compare(original.getOrDefault(one, 0), original.getOrDefault(other, 0)));
            for (int i = 0; i < rivals.size(); i++) {
                result.set(group.get(i), rivals.get(i));
            }
        }
        return result;
    }

    /** The events in consecutive batches of 1 to {@code largest}. */
    public List<List<Event<?>>> batches(long batchSeed, int largest) {
        Random random = new Random(batchSeed);
        List<List<Event<?>>> batches = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(largest));
            batches.add(events.subList(from, to));
            from = to;
        }
        return batches;
    }

    @Override
    public String toString() {
        return "scenario with seed " + seed + " (" + events.size() + " events, window " + settings.windowDays()
                + " days, zone " + settings.zone() + ", now " + now + ")";
    }
}
