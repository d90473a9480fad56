package io.tierstream.tier.webhook;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.contracts.EventJson;
import io.tierstream.tier.control.Ids;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoCommands.Order;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What people do with webhooks; every change is recorded with who, when, before and after, never with the secret. */
@Component
public class Webhooks {

    private static final int LONGEST_URL = 2000;
    private static final int MOST = 100;

    private final MongoWebhooks store;
    private final MongoCommands record;
    private final WebhookGroups groups;
    private final WebhookSender sender;
    private final WebhookSecrets secrets;
    private final CircuitBreakerRegistry breakers;
    private final Ids ids;
    private final Clock clock;

    Webhooks(
            MongoWebhooks store,
            MongoCommands record,
            WebhookGroups groups,
            WebhookSender sender,
            WebhookSecrets secrets,
            CircuitBreakerRegistry breakers,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.record = record;
        this.groups = groups;
        this.sender = sender;
        this.secrets = secrets;
        this.breakers = breakers;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of a wish for a webhook. */
    public sealed interface Creation {

        /** It begins with what comes from now on. */
        record Created(Webhook webhook) implements Creation {}

        /** What is wrong with which field: url or types. */
        record Refused(String field, String code, String message) implements Creation {}
    }

    /** What a test came to; the problem is absent when the receiver took it. */
    public record Ping(
            boolean delivered,
            @Nullable Integer status,
            @Nullable String problem,
            long millis) {}

    /** All of them, the oldest first. */
    public List<Webhook> all() {
        return store.all();
    }

    /** One of them. */
    public Optional<Webhook> find(String id) {
        return store.find(id);
    }

    /**
     * Makes a webhook.
     *
     * @param types empty for tier changes and breaches
     */
    public Creation create(String url, Set<String> types, String by) {
        Set<String> wanted = types.isEmpty() ? WebhookEvents.DEFAULT : types;
        for (String type : wanted) {
            if (!WebhookEvents.TOPICS.containsKey(type)) {
                return new Creation.Refused(
                        "types",
                        "UNKNOWN",
                        "Must be among " + String.join(", ", new TreeSet<>(WebhookEvents.TOPICS.keySet())) + ".");
            }
        }
        Creation.@Nullable Refused refused = refused(url);
        if (refused != null) {
            return refused;
        }
        Webhook webhook = new Webhook(ids.next(), url, secrets.next(), wanted, by, clock.instant(), 0, null, List.of());
        recorded(Kind.CREATE_WEBHOOK, webhook.id(), by, null, webhook, () -> {
            groups.beginNow(webhook);
            store.create(webhook);
        });
        return new Creation.Created(webhook);
    }

    private Creation.@Nullable Refused refused(String url) {
        if (store.all().size() >= MOST) {
            return new Creation.Refused("url", "TOO_MANY", "There are " + MOST + " webhooks; remove one first.");
        }
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException notOne) {
            return new Creation.Refused("url", "NOT_A_URL", "Must be a URL such as https://example.org/hooks.");
        }
        boolean usable = url.length() <= LONGEST_URL
                && parsed.getHost() != null
                && ("https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme()))
                && parsed.getUserInfo() == null
                && parsed.getFragment() == null;
        if (!usable) {
            return new Creation.Refused(
                    "url",
                    "NOT_A_URL",
                    "Must be a http or https URL of at most " + LONGEST_URL
                            + " characters, without user and fragment.");
        }
        String why = sender.refusal(parsed);
        return why == null ? null : new Creation.Refused("url", "ADDRESS", "Cannot be called: " + why);
    }

    /** Removes a webhook; what was not delivered will not be. */
    public boolean delete(Webhook webhook, String by) {
        boolean[] deleted = new boolean[1];
        recorded(Kind.DELETE_WEBHOOK, webhook.id(), by, webhook, null, () -> deleted[0] = store.delete(webhook.id()));
        return deleted[0];
    }

    /** Sends everything again that happened since then. */
    public Optional<Webhook> replay(Webhook webhook, Instant since, String by) {
        Webhook wanted = new Webhook(
                webhook.id(),
                webhook.url(),
                webhook.secret(),
                webhook.types(),
                webhook.by(),
                webhook.at(),
                webhook.replayNumber() + 1,
                since,
                webhook.replays());
        recorded(Kind.REPLAY_WEBHOOK, webhook.id(), by, webhook, wanted, () -> {});
        return store.replay(webhook.id(), since);
    }

    /** Sends a test at once, outside the order of events. */
    public Ping ping(Webhook webhook) {
        String id = ids.next();
        WebhookSender.Attempt attempt = sender.send(webhook, "test-" + id, WebhookEvents.ping(id, clock.instant()));
        return new Ping(attempt.delivered(), attempt.status(), attempt.problem(), attempt.millis());
    }

    /** Whether this instance's breaker lets events through; empty before it delivers to the webhook. */
    public Optional<CircuitBreaker.State> breaker(String webhook) {
        return breakers.find(WebhookDeliveries.breakerName(webhook)).map(CircuitBreaker::getState);
    }

    /** Where it sends to, for whoever may not change it: without the query, which may hold what only the receiver should know. */
    public static String shown(Webhook webhook) {
        return webhook.url().replaceFirst("\\?.*", "?…");
    }

    /** Types that can be had. */
    public static Set<String> types() {
        return new TreeSet<>(WebhookEvents.TOPICS.keySet());
    }

    /**
     * Sends one event of the log again, at once and outside the order of events.
     *
     * @return empty when the log or the topic does not have it any more
     */
    public Optional<Ping> redeliver(Webhook webhook, String topic, int partition, long offset, String by) {
        Delivery logged = store.delivery(webhook.id(), topic, partition, offset).orElse(null);
        ConsumerRecord<byte[], byte[]> event =
                logged == null ? null : groups.event(topic, partition, offset).orElse(null);
        byte[] body = event == null ? null : WebhookEvents.body(event).orElse(null);
        if (logged == null || body == null) {
            return Optional.empty();
        }
        String place = topic + "-" + partition + "@" + offset;
        WebhookSender.Attempt attempt = sender.send(webhook, place, body);
        store.log(new Delivery(
                logged.webhook(),
                logged.topic(),
                logged.partition(),
                logged.offset(),
                logged.eventId(),
                logged.type(),
                logged.customerId(),
                attempt.delivered() ? State.DELIVERED : logged.state(),
                logged.attempts() + 1,
                attempt.status(),
                attempt.problem(),
                attempt.millis(),
                clock.instant()));
        ObjectNode sent = EventJson.mapper().valueToTree(Map.of("event", place, "delivered", attempt.delivered()));
        String id = ids.next();
        record.ordered(new Order(id, Kind.REDELIVER_WEBHOOK, webhook.id(), by, clock.instant(), json(webhook), sent));
        record.applied(id, clock.instant(), sent);
        return Optional.of(new Ping(attempt.delivered(), attempt.status(), attempt.problem(), attempt.millis()));
    }

    /** The latest deliveries. */
    public List<Delivery> deliveries(String webhook, @Nullable State state, int limit) {
        return store.deliveries(webhook, state, limit);
    }

    private void recorded(
            Kind kind, String target, String by, @Nullable Webhook before, @Nullable Webhook after, Runnable change) {
        String id = ids.next();
        record.ordered(new Order(id, kind, target, by, clock.instant(), json(before), json(after)));
        change.run();
        record.applied(id, clock.instant(), json(after));
    }

    private static @Nullable ObjectNode json(@Nullable Webhook webhook) {
        if (webhook == null) {
            return null;
        }
        Map<String, Object> shown = new TreeMap<>();
        shown.put("url", shown(webhook));
        shown.put("types", new TreeSet<>(webhook.types()));
        shown.put("replayNumber", webhook.replayNumber());
        if (webhook.replaySince() != null) {
            shown.put("replaySince", webhook.replaySince().toString());
        }
        return EventJson.mapper().valueToTree(shown);
    }
}
