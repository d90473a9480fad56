package io.tierstream.tier.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.Portfolios.Customer;
import io.tierstream.tier.domain.report.Portfolios.Load;
import io.tierstream.tier.domain.report.Portfolios.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortfoliosTest {

    @Test
    void shouldCountOneATwoBAndFiveCAsOneManager() {
        assertThat(Portfolios.loadOf(Tier.A)).isEqualTo(10);
        assertThat(2 * Portfolios.loadOf(Tier.B)).isEqualTo(10);
        assertThat(5 * Portfolios.loadOf(Tier.C)).isEqualTo(10);
    }

    @Test
    void shouldMoveOneACustomerRatherThanFiveC() {
        List<Customer> customers = List.of(
                new Customer("a1", Tier.A, "ann"),
                new Customer("a2", Tier.A, "ann"),
                new Customer("c1", Tier.C, "ann"),
                new Customer("c2", Tier.C, "bob"));

        Suggestion suggestion = Portfolios.level(customers, List.of());

        assertThat(suggestion.moves()).hasSize(1);
        assertThat(suggestion.moves().getFirst().to()).isEqualTo("bob");
        assertThat(suggestion.then().stream().map(Load::load)).containsExactly(12L, 12L);
    }

    @Test
    void shouldMoveTheHeaviestCustomerThatFitsIntoHalfTheDifference() {
        List<Customer> customers = List.of(
                new Customer("a1", Tier.A, "ann"),
                new Customer("b1", Tier.B, "ann"),
                new Customer("b2", Tier.B, "ann"),
                new Customer("c1", Tier.C, "ann"),
                new Customer("a2", Tier.A, "bob"));

        Suggestion suggestion = Portfolios.level(customers, List.of());

        assertThat(suggestion.moves()).containsExactly(new Portfolios.Move(customers.get(2), "ann", "bob"));
        assertThat(suggestion.then())
                .containsExactly(
                        new Load("ann", Map.of(Tier.A, 1, Tier.B, 1, Tier.C, 1), 17),
                        new Load("bob", Map.of(Tier.A, 1, Tier.B, 1, Tier.C, 0), 15));
    }

    @Test
    void shouldMoveTheLightestThatMakesThemMoreLevelWhereNoneFitsIntoHalfTheDifference() {
        List<Customer> customers = List.of(
                new Customer("a1", Tier.A, "ann"),
                new Customer("a2", Tier.A, "ann"),
                new Customer("b1", Tier.B, "bob"));

        Suggestion suggestion = Portfolios.level(customers, List.of());

        assertThat(suggestion.then().stream().map(Load::load)).containsExactly(10L, 15L);
    }

    @Test
    void shouldMoveACustomerOnceThoughLevellingMovedItTwice() {
        List<Customer> customers = List.of(
                new Customer("a1", Tier.A, "ann"),
                new Customer("a2", Tier.A, "ann"),
                new Customer("b1", Tier.B, "bob"),
                new Customer("c1", Tier.C, null));

        Suggestion suggestion = Portfolios.level(customers, List.of());

        assertThat(suggestion.moves())
                .containsExactly(
                        new Portfolios.Move(customers.get(1), "ann", "bob"),
                        new Portfolios.Move(customers.get(3), null, "ann"));
    }

    @Test
    void shouldNotMoveACustomerWhoCameBack() {
        List<Customer> customers = List.of(
                new Customer("a1", Tier.A, "ann"),
                new Customer("a2", Tier.A, "ann"),
                new Customer("c1", Tier.C, "ann"),
                new Customer("b1", Tier.B, "bob"));

        Suggestion suggestion = Portfolios.level(customers, List.of());

        assertThat(suggestion.moves()).containsExactly(new Portfolios.Move(customers.get(1), "ann", "bob"));
    }

    @Test
    void shouldLeaveLevelPortfoliosAlone() {
        List<Customer> customers = List.of(new Customer("a1", Tier.A, "ann"), new Customer("a2", Tier.A, "bob"));

        assertThat(Portfolios.level(customers, List.of()).moves()).isEmpty();
    }

    @Test
    void shouldGiveWhoHasNoManagerToTheLightestAndUseNewManagers() {
        List<Customer> customers = List.of(new Customer("a1", Tier.A, "ann"), new Customer("b1", Tier.B, null));

        Suggestion suggestion = Portfolios.level(customers, List.of("zoe"));

        assertThat(suggestion.moves()).containsExactly(new Portfolios.Move(customers.get(1), null, "zoe"));
    }

    @Test
    void shouldSuggestNothingWithoutManagers() {
        Suggestion suggestion = Portfolios.level(List.of(new Customer("a1", Tier.A, null)), List.of());

        assertThat(suggestion.moves()).isEmpty();
        assertThat(suggestion.now()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldEndLevelAndNotDependOnTheOrderOfCustomers(long seed) {
        Random random = new Random(seed);
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String manager = random.nextInt(10) == 0 ? null : "m" + (int) Math.abs(random.nextGaussian() * 3);
            customers.add(new Customer("c" + i, Tier.values()[random.nextInt(3)], manager));
        }

        Suggestion suggestion = Portfolios.level(customers, List.of());
        Collections.shuffle(customers, random);
        Suggestion again = Portfolios.level(customers, List.of());

        assertThat(again).as("seed %s", seed).isEqualTo(suggestion);
        long lightest = suggestion.then().stream().mapToLong(Load::load).min().orElse(0);
        long heaviest = suggestion.then().stream().mapToLong(Load::load).max().orElse(0);
        assertThat(heaviest - lightest).as("seed %s", seed).isLessThanOrEqualTo(5);
        assertThat(suggestion.then().stream().mapToLong(Load::load).sum())
                .as("seed %s", seed)
                .isEqualTo(customers.stream()
                        .mapToLong(customer -> Portfolios.loadOf(customer.tier()))
                        .sum());
        assertThat(suggestion.moves().stream().map(move -> move.customer().customerId()))
                .as("seed %s", seed)
                .doesNotHaveDuplicates();
    }
}
