package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Webhooks, and the log of their deliveries. The log is a ring per webhook and partition: a delivery's place follows from
 * its offset, so that it keeps the latest ones without anybody deleting.
 */
@Component
public class MongoWebhooks {

    private static final String ID = Store.ID;
    private static final String URL = "url";
    private static final String SECRET = "secret";
    private static final String TYPES = "types";
    private static final String BY = "by";
    private static final String AT = "at";
    private static final String REPLAY_NUMBER = "replayNumber";
    private static final String REPLAY_SINCE = "replaySince";
    private static final String REPLAYS = "replays";
    private static final String WEBHOOK = "webhook";

    /** Deliveries kept per webhook and partition. */
    private static final long RING = 256;

    private final Store store;

    MongoWebhooks(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.descending(WEBHOOK, AT)));
    }

    /** Keeps a new webhook. */
    public void create(Webhook webhook) {
        webhooks()
                .insertOne(new Document(ID, webhook.id())
                        .append(URL, webhook.url())
                        .append(SECRET, webhook.secret())
                        .append(TYPES, List.copyOf(webhook.types()))
                        .append(BY, webhook.by())
                        .append(AT, Date.from(webhook.at()))
                        .append(REPLAY_NUMBER, webhook.replayNumber()));
    }

    /** All webhooks, the oldest first. */
    public List<Webhook> all() {
        return webhooks()
                .find()
                .sort(Sorts.ascending(AT, ID))
                .map(MongoWebhooks::toWebhook)
                .into(new ArrayList<>());
    }

    public Optional<Webhook> find(String id) {
        return Optional.ofNullable(webhooks().find(eq(ID, id)).first()).map(MongoWebhooks::toWebhook);
    }

    /** Forgets a webhook; whether it was there. */
    public boolean delete(String id) {
        return webhooks().deleteOne(eq(ID, id)).getDeletedCount() > 0;
    }

    /** Has a webhook begin again with what happened since then; empty when there is none. */
    public Optional<Webhook> replay(String id, Instant since) {
        return Optional.ofNullable(webhooks()
                        .findOneAndUpdate(
                                eq(ID, id),
                                Updates.combine(
                                        Updates.inc(REPLAY_NUMBER, 1),
                                        Updates.set(REPLAY_SINCE, Store.date(since)),
                                        Updates.push(REPLAYS, Store.date(since))),
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(MongoWebhooks::toWebhook);
    }

    /** Notes how a delivery stands. */
    public void log(Delivery delivery) {
        String id = delivery.webhook() + "/" + delivery.topic() + "/" + delivery.partition() + "/"
                + delivery.offset() % RING;
        deliveries()
                .replaceOne(
                        eq(ID, id),
                        new Document(ID, id)
                                .append(WEBHOOK, delivery.webhook())
                                .append("topic", delivery.topic())
                                .append("partition", delivery.partition())
                                .append("offset", delivery.offset())
                                .append("event", delivery.eventId())
                                .append("type", delivery.type())
                                .append("customer", delivery.customerId())
                                .append("state", delivery.state().name())
                                .append("attempts", delivery.attempts())
                                .append("status", delivery.status())
                                .append("problem", delivery.problem())
                                .append("millis", delivery.millis())
                                .append(AT, Date.from(delivery.at())),
                        new ReplaceOptions().upsert(true));
    }

    /** How this delivery stands, if the log still has it. */
    public Optional<Delivery> delivery(String webhook, String topic, int partition, long offset) {
        return Optional.ofNullable(deliveries()
                        .find(and(
                                eq(ID, webhook + "/" + topic + "/" + partition + "/" + offset % RING),
                                eq("offset", offset)))
                        .first())
                .map(MongoWebhooks::toDelivery);
    }

    /**
     * The latest deliveries of a webhook.
     *
     * @param state null for any
     */
    public List<Delivery> deliveries(String webhook, @Nullable State state, int limit) {
        return deliveries()
                .find(state == null ? eq(WEBHOOK, webhook) : and(eq(WEBHOOK, webhook), eq("state", state.name())))
                .sort(Sorts.descending(AT, ID))
                .limit(limit)
                .map(MongoWebhooks::toDelivery)
                .into(new ArrayList<>());
    }

    private MongoCollection<Document> webhooks() {
        return store.collection("webhooks");
    }

    private MongoCollection<Document> deliveries() {
        return store.collection("webhook-deliveries");
    }

    private static Webhook toWebhook(Document found) {
        Date since = found.getDate(REPLAY_SINCE);
        return new Webhook(
                found.getString(ID),
                found.getString(URL),
                found.getString(SECRET),
                new TreeSet<>(found.getList(TYPES, String.class)),
                found.getString(BY),
                found.getDate(AT).toInstant(),
                found.getInteger(REPLAY_NUMBER, 0),
                since == null ? null : since.toInstant(),
                found.getList(REPLAYS, Date.class, List.of()).stream()
                        .map(Date::toInstant)
                        .toList());
    }

    private static Delivery toDelivery(Document found) {
        return new Delivery(
                found.getString(WEBHOOK),
                found.getString("topic"),
                found.getInteger("partition", 0),
                found.getLong("offset"),
                found.getString("event"),
                found.getString("type"),
                found.getString("customer"),
                State.valueOf(found.getString("state")),
                found.getInteger("attempts", 0),
                found.getInteger("status"),
                found.getString("problem"),
                found.getLong("millis"),
                found.getDate(AT).toInstant());
    }

    /**
     * Where events of some types are sent.
     *
     * @param secret signs deliveries; shown to nobody but its creator, once
     * @param replayNumber counts the replays that were asked for
     * @param replaySince from when the latest of them begins
     * @param replays from when each of the latest begins, the first one first
     */
    public record Webhook(
            String id,
            String url,
            String secret,
            Set<String> types,
            String by,
            Instant at,
            int replayNumber,
            @Nullable Instant replaySince,
            List<Instant> replays) {

        public Webhook {
            types = Set.copyOf(types);
            replays = List.copyOf(replays);
        }

        /**
         * From when a partition must begin again that has seen so many replays: the earliest of those it has not, so that
         * a second wish does not swallow a first one that is not served yet. Null when it has seen all.
         */
        public @Nullable Instant sinceUnseen(int seen) {
            if (seen >= replayNumber) {
                return null;
            }
            return replays.stream()
                    .skip(Math.max(0, replays.size() - (replayNumber - seen)))
                    .min(Comparator.naturalOrder())
                    .orElse(replaySince);
        }

        /** Without what nobody may see. */
        @Override
        public String toString() {
            return "Webhook " + id;
        }
    }

    /** How a delivery stands. */
    public enum State {
        DELIVERED,
        /** It failed, and is tried again. */
        RETRYING,
        /** It was given up. */
        FAILED
    }

    /**
     * A delivery.
     *
     * @param at of the latest attempt
     * @param status of the latest answer; absent when there was none
     */
    public record Delivery(
            String webhook,
            String topic,
            int partition,
            long offset,
            String eventId,
            String type,
            String customerId,
            State state,
            int attempts,
            @Nullable Integer status,
            @Nullable String problem,
            long millis,
            Instant at) {}
}
