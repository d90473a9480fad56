package io.tierstream.ingest.application;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many events a second each publisher may publish. A request that begins while some are left is taken whole, and
 * what it takes too many is waited for by the next: so the rate holds in the long run for batches of any size.
 */
public final class PublisherRates {

    private final RateLimiterRegistry limiters;
    private final Function<String, @Nullable Integer> eventsPerSecond;

    /**
     * Makes the limits.
     *
     * @param eventsPerSecond of a publisher by name; null: unlimited
     */
    public PublisherRates(RateLimiterRegistry limiters, Function<String, @Nullable Integer> eventsPerSecond) {
        this.limiters = limiters;
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Takes so many events from the publisher's allowance; zero, or how long to wait before asking again. */
    public Duration take(String publisher, int events) {
        Integer limit = eventsPerSecond.apply(publisher);
        if (limit == null || events == 0) {
            return Duration.ZERO;
        }
        RateLimiter limiter = limiters.rateLimiter(
                "publisher-" + publisher,
                () -> RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .limitForPeriod(limit)
                        .timeoutDuration(Duration.ofDays(1))
                        .build());
        int left = limiter.getMetrics().getAvailablePermissions();
        if (left <= 0) {
            return Duration.ofSeconds(1 + -left / limit);
        }
        limiter.reservePermission(events);
        return Duration.ZERO;
    }
}
