package io.tierstream.tier.domain.priority;

import io.tierstream.tier.domain.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which order first, and how scarce material is split (domain.md, section 4). */
public final class OrderPriorities {

    private static final Comparator<Order> BEST_FIRST = Comparator.comparing(Order::tier)
            .thenComparing(Order::promisedAt)
            .thenComparing(Order::orderId)
            .thenComparing(Order::customerId);

    private OrderPriorities() {}

    /**
     * The orders by tier, promised time and id, each with as much as is left. Before that the minimum shares are set aside,
     * as far as their tiers ask; what a tier has set aside is given to its orders first.
     *
     * @param available at least 0
     */
    public static List<Allocation> allocate(List<Order> orders, BigDecimal available, MinimumShares minimumShares) {
        Map<Tier, BigDecimal> asked = new EnumMap<>(Tier.class);
        orders.forEach(order -> asked.merge(order.tier(), order.quantity(), BigDecimal::add));
        Map<Tier, BigDecimal> setAside = new EnumMap<>(Tier.class);
        asked.forEach((tier, quantity) ->
                setAside.put(tier, minimumShares.of(tier, available).min(quantity)));
        BigDecimal rest = available.subtract(setAside.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));

        List<Allocation> allocations = new ArrayList<>(orders.size());
        for (Order order : orders.stream().sorted(BEST_FIRST).toList()) {
            BigDecimal kept = setAside.getOrDefault(order.tier(), BigDecimal.ZERO);
            BigDecimal fromMinimum = kept.min(order.quantity());
            BigDecimal fromRest = rest.min(order.quantity().subtract(fromMinimum));
            setAside.put(order.tier(), kept.subtract(fromMinimum));
            rest = rest.subtract(fromRest);
            allocations.add(new Allocation(allocations.size() + 1, order, fromMinimum, fromRest));
        }
        return List.copyOf(allocations);
    }
}
