package io.tierstream.tier.domain.report;

import io.tierstream.tier.domain.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spreads customers over account managers so that portfolios are level. An account manager can look after one A customer,
 * or two B, or five C (domain.md, section 4), so a customer's load is 1, 1/2 or 1/5; here in tenths: 10, 5 or 2.
 */
public final class Portfolios {

    private static final Comparator<Portfolio> LIGHTEST_FIRST = Comparator.comparingLong(
                    (Portfolio portfolio) -> portfolio.load)
            .thenComparing(portfolio -> portfolio.manager);

    private Portfolios() {}

    /** The load of a customer of this tier, in tenths of an account manager. */
    public static int loadOf(Tier tier) {
        return switch (tier) {
            case A -> 10;
            case B -> 5;
            case C -> 2;
        };
    }

    /**
     * A customer.
     *
     * @param manager null when nobody looks after the customer
     */
    public record Customer(
            String customerId, Tier tier, @Nullable String manager) {}

    /**
     * A customer that should change hands.
     *
     * @param from null when nobody looks after the customer
     */
    public record Move(Customer customer, @Nullable String from, String to) {}

    /**
     * What an account manager looks after.
     *
     * @param load in tenths: 10 per A, 5 per B, 2 per C customer
     */
    public record Load(String manager, Map<Tier, Integer> customers, long load) {}

    /** How portfolios stand, how they could stand, and the moves from one to the other. */
    public record Suggestion(List<Load> now, List<Load> then, List<Move> moves) {}

    /**
     * Levels the portfolios with few moves: first whoever has no manager goes to the lightest portfolio, heavy customers
     * first; then, while it makes the two more level, a customer goes from the heaviest to the lightest portfolio: the
     * heaviest customer that fits into half the difference, else the lightest that fits into it. Nothing depends on the
     * order of the customers.
     *
     * @param managers further account managers, who may have no customers yet
     */
    public static Suggestion level(Collection<Customer> customers, Collection<String> managers) {
        Map<String, Portfolio> portfolios = new TreeMap<>();
        managers.forEach(manager -> portfolios.computeIfAbsent(manager, Portfolio::new));
        List<Customer> alone = new ArrayList<>();
        customers.stream().sorted(Comparator.comparing(Customer::customerId)).forEach(customer -> {
            if (customer.manager() == null) {
                alone.add(customer);
            } else {
                portfolios.computeIfAbsent(customer.manager(), Portfolio::new).add(customer);
            }
        });
        List<Load> now = loads(portfolios);
        List<Move> moves = new ArrayList<>();
        if (!portfolios.isEmpty()) {
            TreeSet<Portfolio> byLoad = new TreeSet<>(LIGHTEST_FIRST);
            byLoad.addAll(portfolios.values());
            alone.stream().sorted(Comparator.comparing(Customer::tier)).forEach(customer -> {
                Portfolio lightest = take(byLoad.pollFirst());
                lightest.add(customer);
                byLoad.add(lightest);
                moves.add(new Move(customer, null, lightest.manager));
            });
            while (levelOnce(byLoad, moves)) {
                // Every move makes the sum of the squared loads smaller, so this ends.
            }
        }
        return new Suggestion(now, loads(portfolios), withoutDetours(moves));
    }

    private static boolean levelOnce(TreeSet<Portfolio> byLoad, List<Move> moves) {
        Portfolio lightest = byLoad.first();
        Portfolio heaviest = byLoad.last();
        Tier tier = heaviest.fitting(heaviest.load - lightest.load);
        if (tier == null) {
            return false;
        }
        byLoad.remove(lightest);
        byLoad.remove(heaviest);
        Customer customer = heaviest.remove(tier);
        lightest.add(customer);
        byLoad.add(lightest);
        byLoad.add(heaviest);
        moves.add(new Move(customer, heaviest.manager, lightest.manager));
        return true;
    }

    /** A customer who was moved twice is moved once. */
    private static List<Move> withoutDetours(List<Move> moves) {
        Map<String, Move> byCustomer = new TreeMap<>();
        for (Move move : moves) {
            byCustomer.merge(
                    move.customer().customerId(),
                    move,
                    (first, second) -> new Move(first.customer(), first.from(), second.to()));
        }
        return byCustomer.values().stream()
                .filter(move -> !move.to().equals(move.from()))
                .toList();
    }

    private static List<Load> loads(Map<String, Portfolio> portfolios) {
        return portfolios.values().stream().map(Portfolio::toLoad).toList();
    }

    private static <T> T take(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("no portfolio left");
        }
        return value;
    }

    private static final class Portfolio {
        private final String manager;
        private final Map<Tier, Deque<Customer>> customers = new EnumMap<>(Tier.class);
        private long load;

        Portfolio(String manager) {
            this.manager = manager;
            for (Tier tier : Tier.values()) {
                customers.put(tier, new ArrayDeque<>());
            }
        }

        private Deque<Customer> of(Tier tier) {
            return take(customers.get(tier));
        }

        void add(Customer customer) {
            of(customer.tier()).addLast(customer);
            load += loadOf(customer.tier());
        }

        Customer remove(Tier tier) {
            load -= loadOf(tier);
            return of(tier).removeLast();
        }

        /** The tier of a customer whose move levels a difference the most per move; null when none levels it. */
        @Nullable Tier fitting(long difference) {
            Tier best = null;
            for (Tier tier : Tier.values()) {
                if (of(tier).isEmpty() || loadOf(tier) >= difference) {
                    continue;
                }
                if (2L * loadOf(tier) <= difference) {
                    return tier;
                }
                best = tier;
            }
            return best;
        }

        Load toLoad() {
            Map<Tier, Integer> counts = new EnumMap<>(Tier.class);
            customers.forEach((tier, held) -> counts.put(tier, held.size()));
            return new Load(manager, counts, load);
        }
    }
}
