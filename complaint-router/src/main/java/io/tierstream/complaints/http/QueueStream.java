package io.tierstream.complaints.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells browsers and programs which tickets changed: an event {@code tickets} with what changed since the last one, at most
 * five a second; an event {@code reload} when it was too much or the receiver was too slow. A comment every 15 seconds keeps
 * the connection open. At most {@value #MOST_RECEIVERS} are open at once, {@value #MOST_OF_ONE} of one caller.
 */
@Component
class QueueStream implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(QueueStream.class);
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_RECEIVERS = 200;
    private static final int MOST_OF_ONE = 10;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final TicketPresenter presenter;
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private final Map<String, Ticket> changed = new LinkedHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    private static final class Receiver {
        private final String name;
        private final SseEmitter emitter = new SseEmitter(LIFETIME.toMillis());
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile boolean missed;

        Receiver(String name) {
            this.name = name;
        }
    }

    QueueStream(TicketPresenter presenter, QueueWatch watch, MeterRegistry meters) {
        this.presenter = presenter;
        meters.gauge("tierstream.sse.clients", Tags.of("stream", "queue"), receivers, List::size);
        watch.watch(this::note);
    }

    private void note(Ticket ticket) {
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
     * @throws FeedRefusedException when too many are open
     */
    SseEmitter open(String name) {
        Receiver receiver = new Receiver(name);
        Runnable forget = () -> receivers.remove(receiver);
        receiver.emitter.onCompletion(forget);
        receiver.emitter.onTimeout(receiver.emitter::complete);
        receiver.emitter.onError(failure -> forget.run());
        synchronized (receivers) {
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
        send(receiver, SseEmitter.event().comment("the queue, live"));
        return receiver.emitter;
    }

    @Scheduled(fixedDelay = 200)
    void flush() {
        List<Ticket> tickets;
        synchronized (changed) {
            if (changed.isEmpty()) {
                return;
            }
            tickets = new ArrayList<>(changed.values());
            changed.clear();
        }
        long id = sequence.incrementAndGet();
        boolean tooMany = tickets.size() > MOST_AT_ONCE;
        Object data = tooMany
                ? Map.of("changed", tickets.size())
                : tickets.stream().map(presenter::quickly).toList();
        for (Receiver receiver : receivers) {
            boolean reload = tooMany || receiver.missed;
            SseEmitter.SseEventBuilder event = SseEmitter.event()
                    .id(Long.toString(id))
                    .name(reload ? "reload" : "tickets")
                    .data(reload ? Map.of("changed", tickets.size()) : data, MediaType.APPLICATION_JSON);
            send(receiver, event);
        }
    }

    @Scheduled(fixedDelay = 15_000)
    void keepOpen() {
        receivers.forEach(receiver -> send(receiver, SseEmitter.event().comment("")));
    }

    private void send(Receiver receiver, SseEmitter.SseEventBuilder event) {
        if (!receiver.busy.compareAndSet(false, true)) {
            receiver.missed = true;
            return;
        }
        receiver.missed = false;
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
    }

    @Override
    public void destroy() {
        receivers.forEach(receiver -> receiver.emitter.complete());
        senders.shutdownNow();
    }
}
