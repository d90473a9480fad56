package io.tierstream.ingest.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublisherRatesTest {

    private final PublisherRates rates =
            new PublisherRates(RateLimiterRegistry.ofDefaults(), name -> name.equals("slow") ? 10 : null);

    @Test
    void shouldNotLimitAPublisherWithoutARate() {
        assertThat(rates.take("fast", 1_000_000)).isZero();
        assertThat(rates.take("fast", 1_000_000)).isZero();
    }

    @Test
    void shouldTakeALargeBatchWholeAndLetTheNextWaitForIt() {
        assertThat(rates.take("slow", 600)).isZero();

        assertThat(rates.take("slow", 1)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
    }
}
