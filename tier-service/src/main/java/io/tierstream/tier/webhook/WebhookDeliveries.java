package io.tierstream.tier.webhook;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs a worker per webhook on every instance; the consumer groups share the partitions out among them. */
@Component
class WebhookDeliveries implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WebhookDeliveries.class);

    private final MongoWebhooks store;
    private final WebhookGroups groups;
    private final WebhookSender sender;
    private final CircuitBreakerRegistry breakers;
    private final WebhookSettings settings;
    private final WebhookMeters meters;
    private final Clock clock;
    private final Map<String, Running> running = new HashMap<>();
    private CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread watching;

    WebhookDeliveries(
            MongoWebhooks store,
            WebhookGroups groups,
            WebhookSender sender,
            CircuitBreakerRegistry breakers,
            WebhookSettings settings,
            WebhookMeters meters,
            Clock clock) {
        this.store = store;
        this.groups = groups;
        this.sender = sender;
        this.breakers = breakers;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        watching = Thread.ofPlatform().daemon().name("webhooks").start(() -> watch(end));
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (watching != null) {
            try {
                watching.join(Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            watching = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watching != null;
    }

    private void watch(CountDownLatch end) {
        try (ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                do {
                    refresh(attempts);
                } while (!end.await(settings.refresh().toMillis(), TimeUnit.MILLISECONDS));
            } finally {
                // While their attempts can still end: what was delivered is noted, and not sent again.
                running.values().forEach(worker -> worker.worker().stop());
                running.values().forEach(Running::join);
                running.clear();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(ExecutorService attempts) {
        try {
            Set<String> there = new HashSet<>();
            for (Webhook webhook : store.all()) {
                there.add(webhook.id());
                Running worker = running.get(webhook.id());
                if (worker == null) {
                    running.put(webhook.id(), run(webhook, attempts));
                } else {
                    worker.worker().update(webhook);
                }
            }
            for (String gone :
                    running.keySet().stream().filter(id -> !there.contains(id)).toList()) {
                Running worker = running.remove(gone);
                if (worker != null) {
                    worker.worker().stop();
                    worker.join();
                }
                breakers.remove(breakerName(gone));
                groups.forget(gone);
            }
        } catch (RuntimeException failed) {
            log.warn("The webhooks cannot be looked at; those known go on: {}", failed.toString());
        }
    }

    private Running run(Webhook webhook, ExecutorService attempts) {
        CircuitBreaker breaker = breakers.circuitBreaker(
                breakerName(webhook.id()),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(settings.firstRetry().multipliedBy(5))
                        .automaticTransitionFromOpenToHalfOpenEnabled(false)
                        .build());
        WebhookWorker worker =
                new WebhookWorker(webhook, groups, sender, store, breaker, settings, attempts, meters, clock);
        return new Running(
                worker,
                Thread.ofPlatform().daemon().name("webhook-" + webhook.id()).start(worker));
    }

    static String breakerName(String webhook) {
        return "webhook-" + webhook;
    }

    private record Running(WebhookWorker worker, Thread thread) {

        void join() {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
