package io.tierstream.tier.http;

import io.tierstream.tier.projection.ChangeFeedListener;
import io.tierstream.tier.projection.ChangeSubscription;
import io.tierstream.tier.projection.ChangeSubscription.Delivered;
import io.tierstream.tier.projection.FeedPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams of changes to clients, each written by a thread of its own, so that a slow one holds up nobody. A client that is
 * too slow, or whose stream breaks, comes back with the id of its last event; so does everyone after an hour. At most
 * {@value #MOST_OF_ONE} are open for one caller.
 */
@Component
class ChangeStreams {

    private static final Logger log = LoggerFactory.getLogger(ChangeStreams.class);

    private static final int MOST_OF_ONE = 50;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final ChangeFeedListener feed;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final Duration heartbeat;

    ChangeStreams(ChangeFeedListener feed, @Value("${tierstream.stream.heartbeat:PT15S}") Duration heartbeat) {
        this.feed = feed;
        this.heartbeat = heartbeat;
    }

    /**
     * A stream that goes on after a position, or begins now.
     *
     * @throws IllegalArgumentException when the position is of another topic
     * @throws InvalidRequestException when the caller has too many open
     */
    SseEmitter open(String caller, Optional<FeedPosition> from) {
        if (open.merge(caller, 1, Integer::sum) > MOST_OF_ONE) {
            left(caller);
            throw InvalidRequestException.tooMany(caller + " has " + MOST_OF_ONE
                    + " streams of tier changes open, which is the most: close one first.");
        }
        ChangeSubscription changes;
        try {
            changes = feed.subscribe(from);
        } catch (RuntimeException refused) {
            left(caller);
            throw refused;
        }
        SseEmitter client = new SseEmitter(LIFETIME.toMillis());
        client.onCompletion(changes::close);
        client.onTimeout(client::complete);
        client.onError(_failed -> changes.close());
        Runnable work = () -> {
            write(changes, client);
            left(caller);
        };
        Thread writing = new Thread(work, "tier-change-stream");
        writing.setDaemon(true);
        writing.start();
        return client;
    }

    private void left(String caller) {
        open.computeIfPresent(caller, (_caller, count) -> count == 1 ? null : count - 1);
    }

    private void write(ChangeSubscription changes, SseEmitter client) {
        try {
            // An id without data: the client knows where it stands before the first change.
            client.send(SseEmitter.event().id(changes.position().toString()).reconnectTime(2_000));
            while (changes.isOpen()) {
                Optional<Delivered> next = changes.next(heartbeat);
                if (next.isPresent()) {
                    client.send(SseEmitter.event()
                            .id(next.get().position().toString())
                            .data(next.get().change().json(), MediaType.APPLICATION_JSON));
                } else if (changes.isOpen()) {
                    client.send(SseEmitter.event().comment("still here"));
                }
            }
            client.complete();
        } catch (IOException | IllegalStateException gone) {
            log.debug("A reader of tier changes went away: {}", gone.toString());
        } catch (KafkaException failed) {
            log.warn("A reader of tier changes is sent away: {}", failed.toString());
            client.complete();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            client.complete();
        } finally {
            changes.release();
        }
    }
}
