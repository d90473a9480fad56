package io.tierstream.ingest.web;

import io.tierstream.contracts.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event of each type to begin with, for the form. Ids are new every millisecond, and times are now. */
@Component
class SampleEvents {

    private final Clock clock;
    private final JsonNode data;

    SampleEvents(Clock clock) {
        this.clock = clock;
        try (InputStream in = new ClassPathResource("samples.json").getInputStream()) {
            data = EventJson.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sample of a type in structured form, laid out for people. */
    String of(String type) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String number = Long.toString(now.toEpochMilli(), 36).toUpperCase(java.util.Locale.ROOT);
        ObjectNode event = EventJson.mapper().createObjectNode();
        event.put("specversion", "1.0")
                .put("id", "form-" + number)
                .put("source", "urn:tierstream:form")
                .put("type", type)
                .put("time", now.toString());
        event.set("data", data.path(type));
        return EventJson.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(event)
                .replace("{n}", number)
                .replace("{today}", now.atZone(ZoneOffset.UTC).toLocalDate().toString());
    }
}
