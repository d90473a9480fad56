package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedAmountsTest {

    @Test
    void shouldHoldWhatATreeHolds() {
        Random random = new Random(1);
        SortedAmounts amounts = SortedAmounts.NONE;
        Map<Integer, BigDecimal> tree = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            int key = random.nextInt(12);
            BigDecimal amount = BigDecimal.valueOf(random.nextInt(5) - 2);
            SortedAmounts before = amounts;
            SortedAmounts copy = copyOf(before);

            amounts = amounts.plus(key, amount);
            tree.merge(key, amount, BigDecimal::add);
            tree.values().removeIf(sum -> sum.signum() == 0);

            assertThat(before).as("what was before does not change").isEqualTo(copy);
            assertThat(entries(amounts)).isEqualTo(tree);
            assertThat(amounts.isEmpty()).isEqualTo(tree.isEmpty());
            assertThat(copyOf(amounts)).isEqualTo(amounts).hasSameHashCodeAs(amounts);
        }
    }

    @Test
    void shouldTakeAwayWhatOthersHold() {
        SortedAmounts others = of(-3, "5", 7, "1.5");

        SortedAmounts left = of(-3, "5", 7, "2").minus(others);

        assertThat(left).isEqualTo(of(7, "0.5"));
        assertThat(left.minus(others).plus(-3, new BigDecimal("5")).plus(7, BigDecimal.ONE))
                .isEqualTo(SortedAmounts.NONE);
    }

    @Test
    void shouldDifferByKeyAndByAmount() {
        assertThat(of(1, "2")).isNotEqualTo(of(1, "3")).isNotEqualTo(of(2, "2")).isNotEqualTo("1");
        assertThat(of(1, "2").hashCode())
                .isNotEqualTo(of(1, "3").hashCode())
                .isNotEqualTo(of(2, "2").hashCode());
        assertThat(of(1, "2")).hasToString("[1] → [2]");
    }

    @Test
    void shouldRefuseWhatIsNotInOrder() {
        BigDecimal one = BigDecimal.ONE;
        assertThat(SortedAmounts.of(new int[0], new BigDecimal[0])).isSameAs(SortedAmounts.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SortedAmounts.of(new int[] {1, 1}, new BigDecimal[] {one, one}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SortedAmounts.of(new int[] {2, 1}, new BigDecimal[] {one, one}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SortedAmounts.of(new int[] {1}, new BigDecimal[] {one, one}));
    }

    private static SortedAmounts of(int key, String amount) {
        return SortedAmounts.of(new int[] {key}, new BigDecimal[] {new BigDecimal(amount)});
    }

    private static SortedAmounts of(int first, String amount, int second, String other) {
        return SortedAmounts.of(
                new int[] {first, second}, new BigDecimal[] {new BigDecimal(amount), new BigDecimal(other)});
    }

    private static SortedAmounts copyOf(SortedAmounts amounts) {
        int[] keys = new int[amounts.size()];
        BigDecimal[] values = new BigDecimal[amounts.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = amounts.key(i);
            values[i] = amounts.amount(i);
        }
        return SortedAmounts.of(keys, values);
    }

    private static Map<Integer, BigDecimal> entries(SortedAmounts amounts) {
        Map<Integer, BigDecimal> entries = new TreeMap<>();
        for (int i = 0; i < amounts.size(); i++) {
            entries.put(amounts.key(i), amounts.amount(i));
        }
        return entries;
    }
}
