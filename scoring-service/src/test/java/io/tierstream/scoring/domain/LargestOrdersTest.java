package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestOrdersTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 40})
    void shouldKnowTheLargestOfADayWhateverChanges(int orders) {
        Random random = new Random(orders);
        LargestOrders largest = LargestOrders.NONE;
        List<BigDecimal> all = new ArrayList<>();
        int unknown = 0;
        for (int i = 0; i < 3_000; i++) {
            BigDecimal before = all.isEmpty() || (all.size() < orders && random.nextBoolean())
                    ? null
                    : all.remove(
                            random.nextInt(3) == 0 ? all.indexOf(Collections.max(all)) : random.nextInt(all.size()));
            BigDecimal after =
                    before != null && random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(1, 50));
            if (after != null) {
                all.add(after);
            }

            largest = largest.changed(before, after);
            if (largest.isUnknown()) {
                unknown++;
                largest = LargestOrders.of(all);
            }

            assertThat(largest.first()).isEqualTo(all.isEmpty() ? null : Collections.max(all));
            assertThat(largest.isEmpty()).isEqualTo(all.isEmpty());
            assertThat(largest.largest())
                    .hasSizeLessThanOrEqualTo(LargestOrders.KEPT)
                    .isSortedAccordingTo(Collections.reverseOrder());
            assertThat(largest.largest().size() + largest.others()).isEqualTo(all.size());
        }
        assertThat(unknown).isBetween(orders > LargestOrders.KEPT ? 1 : 0, orders > LargestOrders.KEPT ? 600 : 0);
    }
}
