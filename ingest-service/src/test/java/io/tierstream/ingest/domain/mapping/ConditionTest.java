package io.tierstream.ingest.domain.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Condition EMPTY = new Condition.Empty("a");
    private static final Condition ONE_OF = new Condition.OneOf("b", Set.of("x", "y"));

    @Test
    void shouldHoldForAnEmptyCellAlone() {
        assertThat(holds(EMPTY, Map.of())).isTrue();
        assertThat(holds(EMPTY, Map.of("a", "0"))).isFalse();
    }

    @Test
    void shouldHoldForOneOfTheValuesAndForABeginning() {
        Condition starts = new Condition.StartsWith("a", "C");

        assertThat(holds(ONE_OF, Map.of("b", "y"))).isTrue();
        assertThat(holds(ONE_OF, Map.of("b", "z"))).isFalse();
        assertThat(holds(starts, Map.of("a", "C5"))).isTrue();
        assertThat(holds(starts, Map.of("a", "5C"))).isFalse();
    }

    @Test
    void shouldHoldForNumbersBelowAndAboveTheLimitButNotAtIt() {
        Condition below = new Condition.Below("a", new BigDecimal("1.5"));
        Condition above = new Condition.Above("a", new BigDecimal("1.5"));

        assertThat(holds(below, Map.of("a", "1.49"))).isTrue();
        assertThat(holds(below, Map.of("a", "1.50"))).isFalse();
        assertThat(holds(below, Map.of("a", "1.51"))).isFalse();
        assertThat(holds(above, Map.of("a", "1.51"))).isTrue();
        assertThat(holds(above, Map.of("a", "1.50"))).isFalse();
        assertThat(holds(above, Map.of("a", "1.49"))).isFalse();
    }

    @Test
    void shouldHoldForNoCellThatIsNoNumber() {
        assertThat(holds(new Condition.Below("a", BigDecimal.ONE), Map.of("a", "-x")))
                .isFalse();
        assertThat(holds(new Condition.Above("a", BigDecimal.ONE), Map.of())).isFalse();
    }

    @Test
    void shouldJoinConditions() {
        Map<String, String> first = Map.of("b", "z");
        Map<String, String> both = Map.of("b", "x");

        assertThat(holds(new Condition.Not(EMPTY), both)).isFalse();
        assertThat(holds(new Condition.Not(ONE_OF), first)).isTrue();
        assertThat(holds(new Condition.All(List.of(EMPTY, ONE_OF)), both)).isTrue();
        assertThat(holds(new Condition.All(List.of(EMPTY, ONE_OF)), first)).isFalse();
        assertThat(holds(new Condition.Any(List.of(EMPTY, ONE_OF)), first)).isTrue();
        assertThat(holds(new Condition.Any(List.of(ONE_OF)), first)).isFalse();
    }

    @Test
    void shouldNameTheColumnsItLooksAt() {
        Condition all = new Condition.All(List.of(
                EMPTY,
                new Condition.Any(List.of(ONE_OF, new Condition.StartsWith("c", "x"))),
                new Condition.Not(new Condition.Below("d", BigDecimal.ONE)),
                new Condition.Above("e", BigDecimal.ONE)));

        assertThat(all.columns()).containsExactly("a", "b", "c", "d", "e");
    }

    private static boolean holds(Condition condition, Map<String, String> cells) {
        return condition.holds(column -> cells.getOrDefault(column, ""));
    }
}
