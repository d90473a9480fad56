package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What identifies entries, events and days, and what comes before what. */
class KeysTest {

    @Test
    void shouldTellEntriesByTheirKindAndTheirId() {
        Set<EntryKey> keys = new HashSet<>();
        for (EntryKey.Kind kind : EntryKey.Kind.values()) {
            for (int i = 0; i < 100; i++) {
                keys.add(new EntryKey(kind, "id" + i));
                keys.add(new EntryKey(kind, "id" + i));
            }
        }

        assertThat(keys).hasSize(100 * EntryKey.Kind.values().length);
        assertThat(keys.stream().map(EntryKey::hashCode).distinct()).hasSizeGreaterThan(keys.size() / 2);
    }

    @Test
    void shouldPutEventsInOrderByTimeThenIdThenSource() {
        Origin origin = new Origin("m", "m", Instant.EPOCH, 0);

        assertThat(new Origin("a", "a", Instant.EPOCH.plusNanos(1), 0).isAfter(origin))
                .isTrue();
        assertThat(new Origin("a", "n", Instant.EPOCH, 0).isAfter(origin)).isTrue();
        assertThat(new Origin("n", "m", Instant.EPOCH, 0).isAfter(origin)).isTrue();
        assertThat(origin.isAfter(origin)).isFalse();
        assertThat(new Origin("z", "l", Instant.EPOCH, 0).isAfter(origin)).isFalse();
        assertThat(new Origin("m", "m", Instant.EPOCH.plusNanos(1), 0).isSameEventAs(origin))
                .isTrue();
        assertThat(new Origin("m", "n", Instant.EPOCH, 0).isSameEventAs(origin)).isFalse();
        assertThat(new Origin("n", "m", Instant.EPOCH, 0).isSameEventAs(origin)).isFalse();
    }

    @Test
    void shouldHoldDaysInTheirOrder() {
        DayBucket first = withComplaints(1, 1);
        DayBucket second = withComplaints(2, 1);

        DayBuckets days = DayBuckets.NONE.with(second).with(first);

        assertThat(days).isEqualTo(DayBuckets.of(List.of(first, second))).hasSameHashCodeAs(days);
        assertThat(days.at(1)).isEqualTo(second);
        assertThat(days.packed(0)).isEqualTo(first);
        assertThat(days).hasToString(List.of(first, second).toString());
        assertThatIllegalArgumentException().isThrownBy(() -> DayBuckets.of(List.of(second, first)));
        assertThatIllegalArgumentException().isThrownBy(() -> DayBuckets.of(List.of(first, first)));
        assertThat(DayBuckets.of(List.of())).isSameAs(DayBuckets.NONE);
    }

    @Test
    void shouldTellDaysThatHoldSomethingElse() {
        DayBuckets days = DayBuckets.NONE.with(withComplaints(1, 1));

        assertThat(days)
                .isNotEqualTo(DayBuckets.NONE)
                .isNotEqualTo(DayBuckets.NONE.with(withComplaints(1, 2)))
                .isNotEqualTo(DayBuckets.NONE.with(withComplaints(2, 1)))
                .isNotEqualTo("1");
        assertThat(days.hashCode())
                .isNotEqualTo(DayBuckets.NONE.with(withComplaints(2, 1)).hashCode());
    }

    @Test
    void shouldHoldNoDayOnWhichNothingIsLeft() {
        DayBuckets days = DayBuckets.NONE.with(withComplaints(1, 1)).with(withComplaints(3, 1));

        assertThat(days.with(DayBucket.empty(1))).isEqualTo(DayBuckets.NONE.with(withComplaints(3, 1)));
        assertThat(days.with(DayBucket.empty(2))).isSameAs(days);
        assertThat(days.on(2)).isEqualTo(DayBucket.empty(2));
        for (DayBucket bucket : List.of(
                withComplaints(1, 1),
                DayBucket.empty(1).withCovered(SortedAmounts.NONE.plus(1, BigDecimal.ONE)),
                DayBucket.empty(1).withLargest(LargestOrders.of(List.of(BigDecimal.ONE))),
                DayBucket.empty(1)
                        .withOrders(new OrderFigures(
                                Amounts.ZERO,
                                Amounts.ZERO,
                                Amounts.ZERO,
                                Amounts.ZERO,
                                1,
                                0,
                                0,
                                Amounts.ZERO,
                                Amounts.ZERO,
                                0)))) {
            assertThat(bucket.isEmpty()).isFalse();
        }
    }

    private static DayBucket withComplaints(int day, int count) {
        return DayBucket.empty(day).withComplaints(count);
    }
}
