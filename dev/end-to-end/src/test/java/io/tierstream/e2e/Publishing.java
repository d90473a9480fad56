package io.tierstream.e2e;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Events as a publisher makes them and sends them over HTTP. */
final class Publishing {

    static final String STRUCTURED = "application/cloudevents+json";
    static final String LINES = "application/x-ndjson";

    private static final String RUN = Long.toString(System.nanoTime(), 36);
    private static final AtomicLong IDS = new AtomicLong();

    private Publishing() {}

    /** A new event of what happened at that time. */
    static Event<?> event(Instant time, EventData data) {
        String type = EventTypes.inputs().stream()
                .filter(candidate -> candidate.data() == data.getClass())
                .map(EventType::name)
                .findFirst()
                .orElseThrow();
        String id = RUN + "-" + IDS.incrementAndGet();
        return new Event<>(new Envelope(id, "urn:journey", type, time.truncatedTo(ChronoUnit.MILLIS)), data);
    }

    /** An event in structured mode. */
    static ObjectNode structured(Event<?> event) {
        ObjectNode json = EventJson.mapper().createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", event.envelope().id());
        json.put("source", event.envelope().source());
        json.put("type", event.envelope().type());
        json.put("time", event.envelope().time().toString());
        json.put("subject", event.data().customerId());
        json.put("datacontenttype", "application/json");
        json.set("data", EventJson.mapper().valueToTree(event.data()));
        return json;
    }

    static byte[] lines(List<? extends Event<?>> events) {
        return events.stream()
                .map(event -> structured(event).toString())
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Publishes one event over HTTP, which must be taken. */
    static Answer publish(Event<?> event) {
        return Stack.ingest()
                .send(
                        "POST",
                        "/v1/events",
                        STRUCTURED,
                        structured(event).toString().getBytes(StandardCharsets.UTF_8))
                .expect(202);
    }

    /** Publishes all events over HTTP in one request, which must be taken. */
    static Answer publish(List<? extends Event<?>> events) {
        return Stack.ingest().send("POST", "/v1/events", LINES, lines(events)).expect(202);
    }
}
