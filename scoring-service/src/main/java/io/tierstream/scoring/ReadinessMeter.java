package io.tierstream.scoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Measures what the readiness probe says. It is asked every ten seconds and not by every scrape, which must not wait for
 * what does not answer; once there was no answer for a minute, this instance counts as not ready.
 */
@Component
class ReadinessMeter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadinessMeter.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HealthEndpoint health;
    private final Clock clock;
    private volatile @Nullable Instant readyAt;
    private @Nullable ScheduledExecutorService watch;

    ReadinessMeter(HealthEndpoint health, Clock clock, MeterRegistry meters) {
        this.health = health;
        this.clock = clock;
        Gauge.builder("tierstream.ready", this, ReadinessMeter::ready)
                .description("1 while this instance can do its work, else 0")
                .register(meters);
    }

    private double ready() {
        Instant at = readyAt;
        return at != null && at.isAfter(clock.instant().minus(PATIENCE)) ? 1 : 0;
    }

    private void look() {
        try {
            HealthDescriptor readiness = health.healthForPath("readiness");
            readyAt = readiness != null && readiness.getStatus().equals(Status.UP) ? clock.instant() : null;
        } catch (RuntimeException e) {
            log.warn("Readiness can't be told", e);
            readyAt = null;
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("readiness").factory());
        started.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        watch = started;
    }

    @Override
    public synchronized void stop() {
        if (watch != null) {
            watch.shutdownNow();
            watch = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watch != null;
    }
}
