package io.tierstream.tier.domain.priority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.tier.domain.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPrioritiesTest {

    private static final Instant DAY = Instant.parse("2026-11-22T00:00:00Z");
    private static final MinimumShares TEN_AND_FIVE =
            new MinimumShares(Map.of(Tier.B, new BigDecimal("10"), Tier.C, new BigDecimal("5")));

    @Test
    void shouldServeByTierThenPromiseThenId() {
        List<Order> orders = List.of(
                order("4", Tier.C, 0, "1"),
                order("3", Tier.B, 0, "1"),
                order("2", Tier.A, 5, "1"),
                order("1b", Tier.A, 1, "1"),
                order("1a", Tier.A, 1, "1"));

        List<Allocation> allocations = allocate(orders, "5", MinimumShares.NONE);

        assertThat(allocations.stream().map(allocation -> allocation.order().orderId()))
                .containsExactly("1a", "1b", "2", "3", "4");
        assertThat(allocations.stream().map(Allocation::rank)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldGiveEachAsMuchAsIsLeft() {
        List<Order> orders =
                List.of(order("a", Tier.A, 0, "70"), order("b", Tier.B, 0, "50"), order("c", Tier.C, 0, "9"));

        List<Allocation> allocations = allocate(orders, "100", MinimumShares.NONE);

        assertThat(allocations.stream().map(Allocation::allocated))
                .containsExactly(new BigDecimal("70"), new BigDecimal("30"), new BigDecimal("0"));
        assertThat(allocations.stream().map(Allocation::outcome))
                .containsExactly(Allocation.Outcome.ALL, Allocation.Outcome.PART, Allocation.Outcome.NOTHING);
    }

    @Test
    void shouldSetMinimumSharesAsideBeforeTheBetterTiers() {
        List<Order> orders =
                List.of(order("a", Tier.A, 0, "200"), order("b", Tier.B, 0, "50"), order("c", Tier.C, 0, "9"));

        List<Allocation> allocations = allocate(orders, "100", TEN_AND_FIVE);

        assertThat(allocations.stream().map(Allocation::allocated))
                .containsExactly(new BigDecimal("85"), new BigDecimal("10"), new BigDecimal("5"));
        assertThat(allocations.get(1).fromMinimum()).isEqualByComparingTo("10");
    }

    @Test
    void shouldSetAsideNoMoreThanTheTierAsks() {
        List<Order> orders = List.of(order("a", Tier.A, 0, "200"), order("b", Tier.B, 0, "3"));

        List<Allocation> allocations = allocate(orders, "100", TEN_AND_FIVE);

        assertThat(allocations.stream().map(Allocation::allocated))
                .containsExactly(new BigDecimal("97"), new BigDecimal("3"));
    }

    @Test
    void shouldRoundSharesDownToWholeUnits() {
        List<Order> orders =
                List.of(order("a", Tier.A, 0, "200"), order("b", Tier.B, 0, "50"), order("c", Tier.C, 0, "9"));

        List<Allocation> allocations = allocate(orders, "39", TEN_AND_FIVE);

        assertThat(allocations.stream().map(Allocation::allocated))
                .containsExactly(new BigDecimal("35"), new BigDecimal("3"), new BigDecimal("1"));
    }

    @Test
    void shouldTakeSharesFromNothingToAll() {
        MinimumShares all = new MinimumShares(Map.of(Tier.B, BigDecimal.ZERO, Tier.C, new BigDecimal("100")));

        List<Allocation> allocations =
                allocate(List.of(order("a", Tier.A, 0, "5"), order("c", Tier.C, 0, "5")), "5", all);

        assertThat(allocations.stream().map(Allocation::outcome))
                .containsExactly(Allocation.Outcome.NOTHING, Allocation.Outcome.ALL);
        assertThatThrownBy(() -> new MinimumShares(Map.of(Tier.B, new BigDecimal("-0.01"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseSharesAboveOneHundred() {
        Map<Tier, BigDecimal> tooMuch = Map.of(Tier.B, new BigDecimal("60"), Tier.C, new BigDecimal("41"));

        assertThatThrownBy(() -> new MinimumShares(tooMuch)).hasMessageContaining("101");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldGiveAwayAllThereIsAndNoMore(long seed) {
        Random random = new Random(seed);
        List<Order> orders = new ArrayList<>();
        BigDecimal asked = BigDecimal.ZERO;
        for (int i = 0; i < 50; i++) {
            Order order =
                    order("o" + i, Tier.values()[random.nextInt(3)], random.nextInt(5), "" + (1 + random.nextInt(20)));
            orders.add(order);
            asked = asked.add(order.quantity());
        }
        BigDecimal available = BigDecimal.valueOf(random.nextInt(600));

        List<Allocation> allocations = OrderPriorities.allocate(orders, available, TEN_AND_FIVE);
        Collections.shuffle(orders, random);
        List<Allocation> again = OrderPriorities.allocate(orders, available, TEN_AND_FIVE);

        assertThat(again).as("seed %s", seed).isEqualTo(allocations);
        assertThat(allocations.stream().map(Allocation::allocated).reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("seed %s", seed)
                .isEqualByComparingTo(available.min(asked));
        assertThat(allocations)
                .as("seed %s", seed)
                .allSatisfy(allocation -> assertThat(allocation.allocated())
                        .isBetween(BigDecimal.ZERO, allocation.order().quantity()));
    }

    private static List<Allocation> allocate(List<Order> orders, String available, MinimumShares shares) {
        return OrderPriorities.allocate(orders, new BigDecimal(available), shares);
    }

    private static Order order(String id, Tier tier, int promisedInDays, String quantity) {
        return new Order(
                id, "customer-" + id, tier, DAY.plusSeconds(86_400L * promisedInDays), new BigDecimal(quantity));
    }
}
