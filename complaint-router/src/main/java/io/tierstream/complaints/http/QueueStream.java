package io.tierstream.complaints.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.io.IOException;
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
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells browsers and programs which tickets changed: an event {@code tickets} with what changed since the last one, at most
 * five a second; an event {@code reload} when it was too much or the receiver was too slow. A comment every 15 seconds keeps
 * the connection open.
 */
@Component
class QueueStream implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(QueueStream.class);
    private static final int MOST_AT_ONCE = 100;

    private final TicketPresenter presenter;
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private final Map<String, Ticket> changed = new LinkedHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    private static final class Receiver {
        private final SseEmitter emitter = new SseEmitter(0L);
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile boolean missed;
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

    SseEmitter open() {
        Receiver receiver = new Receiver();
        Runnable forget = () -> receivers.remove(receiver);
        receiver.emitter.onCompletion(forget);
        receiver.emitter.onTimeout(forget);
        receiver.emitter.onError(failure -> forget.run());
        receivers.add(receiver);
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
