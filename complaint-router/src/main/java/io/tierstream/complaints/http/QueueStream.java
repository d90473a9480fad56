package io.tierstream.complaints.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells browsers and programs which tickets changed: an event {@code tickets} with what changed since the last one, at most
 * five a second; an event {@code reload} when it was too much, the receiver was too slow, tickets that did not change have other
 * places, or something changed between what it has seen and the opening of its feed. A comment every 15 seconds keeps the connection open. At most
 * {@value #MOST_RECEIVERS} are open at once, {@value #MOST_OF_ONE} of one caller.
 */
@Component
class QueueStream implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(QueueStream.class);
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_RECEIVERS = 200;
    private static final int MOST_OF_ONE = 10;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final TicketPresenter presenter;
    private final QueueWatch watch;
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private final Map<String, Ticket> changed = new LinkedHashMap<>();
    private final AtomicBoolean reordered = new AtomicBoolean();
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private boolean ending;

    private static final class Receiver {
        private final String name;
        private final @Nullable String feed;
        private final AtomicBoolean busy = new AtomicBoolean();
        private final SseEmitter emitter;
        /** How many changes it was not told of, because it had not taken what came before. */
        private volatile int missed;

        Receiver(String name, @Nullable String feed, SseEmitter emitter) {
            this.name = name;
            this.feed = feed;
            this.emitter = emitter;
        }
    }

    QueueStream(TicketPresenter presenter, QueueWatch watch, MeterRegistry meters) {
        this.presenter = presenter;
        this.watch = watch;
        meters.gauge("tierstream.sse.clients", Tags.of("stream", "queue"), receivers, List::size);
        watch.watch(this::note);
        watch.watchOrder(() -> reordered.set(true));
    }

    void note(Ticket ticket) {
        if (receivers.isEmpty()) {
            return;
        }
        synchronized (changed) {
            changed.put(ticket.complaintId(), ticket);
        }
    }

    /**
     * Opens the feed for someone. It ends after an hour; browsers open it again by themselves.
     *
     * @param feed takes the place of the receiver's feed of the same name, which may be gone without a sign until it is
     *     written to; null takes nothing's place
     * @param since when the receiver read the queue from this instance: a change since then is told at once; null if it did not
     * @throws FeedRefusedException when too many are open
     */
    SseEmitter open(String name, @Nullable String feed, @Nullable Instant since) {
        return open(name, feed, since, new SseEmitter(LIFETIME.toMillis()));
    }

    SseEmitter open(String name, @Nullable String feed, @Nullable Instant since, SseEmitter emitter) {
        Receiver receiver = new Receiver(name, feed, emitter);
        Runnable forget = () -> receivers.remove(receiver);
        emitter.onCompletion(forget);
        emitter.onTimeout(emitter::complete);
        emitter.onError(failure -> forget.run());
        synchronized (receivers) {
            if (ending) {
                throw new FeedRefusedException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This instance is stopping; open the feed at another one, or here once it is back.");
            }
            receivers.stream()
                    .filter(other -> feed != null && feed.equals(other.feed) && name.equals(other.name))
                    .forEach(this::end);
            if (receivers.size() >= MOST_RECEIVERS) {
                throw new FeedRefusedException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This instance has " + MOST_RECEIVERS
                                + " live feeds open, which is all it has; try again later,"
                                + " or ask for the queue from time to time.");
            }
            if (receivers.stream().filter(other -> other.name.equals(name)).count() >= MOST_OF_ONE) {
                throw new FeedRefusedException(
                        HttpStatus.TOO_MANY_REQUESTS,
                        name + " has " + MOST_OF_ONE + " live feeds open, which is the most: close one first.");
            }
            receivers.add(receiver);
        }
        // Once it is among the receivers: what changes from here on is told to it.
        if (since != null && watch.hasChangedSince(since)) {
            receiver.missed = 1;
        }
        send(receiver, SseEmitter.event().comment("the queue, live"));
        return emitter;
    }

    @Scheduled(fixedDelay = 200)
    void flush() {
        List<Ticket> tickets;
        synchronized (changed) {
            tickets = new ArrayList<>(changed.values());
            changed.clear();
        }
        // The new order is one piece of news for those who miss it.
        boolean otherOrder = reordered.getAndSet(false);
        int fresh = tickets.size() + (otherOrder ? 1 : 0);
        if (fresh == 0 && receivers.stream().allMatch(receiver -> receiver.missed == 0)) {
            return;
        }
        long id = sequence.incrementAndGet();
        boolean all = otherOrder || tickets.size() > MOST_AT_ONCE;
        List<TicketView> data = all
                ? List.of()
                : tickets.stream().map(ticket -> presenter.quickly(ticket)).toList();
        for (Receiver receiver : receivers) {
            int news = receiver.missed + fresh;
            if (news == 0) {
                continue;
            }
            boolean reload = all || receiver.missed > 0;
            SseEmitter.SseEventBuilder event = SseEmitter.event()
                    .id(Long.toString(id))
                    .name(reload ? "reload" : "tickets")
                    .data(reload ? Map.of("changed", news) : data, MediaType.APPLICATION_JSON);
            receiver.missed = send(receiver, event) ? 0 : news;
        }
    }

    @Scheduled(fixedDelay = 15_000)
    void keepOpen() {
        receivers.forEach(receiver -> send(receiver, SseEmitter.event().comment("")));
    }

    /** Sends, and says whether it does: not while the receiver still takes what came before. */
    private boolean send(Receiver receiver, SseEmitter.SseEventBuilder event) {
        if (!receiver.busy.compareAndSet(false, true)) {
            return false;
        }
        senders.execute(() -> {
            try {
                receiver.emitter.send(event);
            } catch (IOException | IllegalStateException e) {
                log.debug("A receiver of the queue's feed is gone", e);
                receivers.remove(receiver);
            } finally {
                receiver.busy.set(false);
            }
        });
        return true;
    }

    private void end(Receiver receiver) {
        receivers.remove(receiver);
        senders.execute(() -> {
            try {
                receiver.emitter.complete();
            } catch (IllegalStateException e) {
                log.debug("A receiver of the queue's feed was gone already", e);
            }
        });
    }

    /** Before the web server waits for what is still being answered: a feed would hold it up until its patience ends. */
    @EventListener(ContextClosedEvent.class)
    void endAll() {
        synchronized (receivers) {
            ending = true;
            receivers.forEach(this::end);
        }
    }

    @Override
    public void destroy() {
        senders.shutdownNow();
    }
}
