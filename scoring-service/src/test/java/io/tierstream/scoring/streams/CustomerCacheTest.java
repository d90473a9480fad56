package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.streams.CustomerCache.Kept;
import org.junit.jupiter.api.Test;

class CustomerCacheTest {

    private static final int BOUND = 50_000;

    private final CustomerCache cache = new CustomerCache(BOUND);

    @Test
    void shouldLetGoOfWhatWasNotSeenForLongestWhenTheBoundIsPassed() {
        for (int i = 0; i < 100; i++) {
            cache.change(cache.add("customer-" + i), new byte[1_000], null);
        }
        cache.get("customer-60");
        cache.change(cache.add("one-more"), new byte[1_000], null);

        cache.trim();

        assertThat(cache.get("customer-0")).isNull();
        assertThat(cache.get("customer-60")).isNotNull();
        assertThat(cache.get("one-more")).isNotNull();
    }

    @Test
    void shouldCountAnIndexThatGrewWhereItIs() {
        addOneWhoseIndexGrowsPastTheBound("big");
        cache.change(cache.add("small"), new byte[1_000], null);

        cache.trim();

        assertThat(cache.get("big")).isNull();
        assertThat(cache.get("small")).isNotNull();
    }

    @Test
    void shouldForgetAllOfWhatItLetsGo() {
        addOneWhoseIndexGrowsPastTheBound("big");
        cache.trim();
        for (int i = 0; i < 100; i++) {
            cache.change(cache.add("customer-" + i), new byte[1_000], null);
        }

        cache.trim();

        assertThat(cache.get("customer-0")).isNull();
        assertThat(cache.get("customer-99")).isNotNull();
    }

    private void addOneWhoseIndexGrowsPastTheBound(String customer) {
        HashIndex index = new HashIndex();
        Kept kept = cache.add(customer);
        cache.change(kept, new byte[1_000], index);
        for (int i = 0; i < 100_000; i++) {
            index.add(i, 1);
        }
        cache.change(kept, new byte[1_000], index);
    }
}
