package io.tierstream.contracts;

import io.cloudevents.types.Time;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/** Finds everything that is wrong with an event, for an answer to its publisher. Consumers use {@link EventCodec}. */
public final class EventValidation {

    /** What came of it. */
    public sealed interface Result {}

    /** It keeps all rules of its contract. */
    public record Valid(Event<?> event, EventType type) implements Result {}

    /**
     * It is no CloudEvent, or breaks rules.
     *
     * @param cloudEvent whether it is at least a CloudEvent 1.0 (then its content is at fault)
     * @param violations at least one
     */
    public record Invalid(boolean cloudEvent, List<Violation> violations) implements Result {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    private EventValidation() {}

    /** Checks a raw event of an input type; what needs configuration or the time of day is left to {@link IntakeRules}. */
    public static Result validate(RawEvent raw) {
        List<Violation> malformed = new ArrayList<>();
        String version = raw.attribute("specversion");
        if (version == null) {
            malformed.add(new Violation("/specversion", "required", "is required, and must be \"1.0\""));
        } else if (!version.equals("1.0")) {
            malformed.add(new Violation("/specversion", "const", "must be \"1.0\""));
        }
        String id = attribute(raw, "id", 256, malformed);
        String source = attribute(raw, "source", 512, malformed);
        if (source != null && !isUriReference(source)) {
            malformed.add(new Violation("/source", "format", "must be a URI reference"));
        }
        String typeName = attribute(raw, "type", 256, malformed);
        Instant time = time(raw, malformed);
        if (!malformed.isEmpty()) {
            return new Invalid(false, malformed);
        }

        List<Violation> violations = new ArrayList<>();
        EventType type = EventTypes.find(String.valueOf(typeName)).orElse(null);
        if (type == null || !Topics.INPUTS.contains(type.topic())) {
            violations.add(new Violation(
                    "/type", "unknownType", "is not a type that can be published; GET /v1/schemas lists them"));
            return new Invalid(true, violations);
        }
        if (time == null) {
            violations.add(new Violation("/time", "required", "is required: when it happened, as RFC 3339"));
        }
        if (!EventCodec.isJson(raw.attribute("datacontenttype"))) {
            violations.add(new Violation("/datacontenttype", "const", "must be application/json"));
        }
        JsonNode data = raw.data();
        if (data == null) {
            violations.add(new Violation("/data", "required", "is required"));
            return new Invalid(true, violations);
        }
        violations.addAll(Schemas.validate(type, data));
        String subject = raw.attribute("subject");
        String customer = data.path("customerId").stringValue(null);
        if (subject != null && customer != null && !subject.equals(customer)) {
            violations.add(new Violation("/subject", "subjectMismatch", "must be the customerId"));
        }
        if (!violations.isEmpty()) {
            return new Invalid(true, violations);
        }
        try {
            Envelope envelope = new Envelope(
                    Rules.required("id", id),
                    Rules.required("source", source),
                    type.name(),
                    Rules.required("time", time));
            return new Valid(new Event<>(envelope, EventJson.mapper().treeToValue(data, type.data())), type);
        } catch (DatabindException e) {
            return new Invalid(true, List.of(rule(e)));
        } catch (InvalidEventException e) {
            return new Invalid(true, List.of(new Violation("/" + e.field(), "rule", message(e))));
        }
    }

    /** A rule that the schema cannot say, or says more loosely. */
    private static Violation rule(DatabindException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEventException invalid) {
                return new Violation("/data/" + invalid.field(), "rule", message(invalid));
            }
        }
        String[] described = EventCodec.describe(e).split(": ", 2);
        return new Violation("/" + described[0].replace('.', '/'), "rule", described[1]);
    }

    private static String message(InvalidEventException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(e.field().length() + 2);
    }

    private static @Nullable String attribute(RawEvent raw, String name, int max, List<Violation> violations) {
        try {
            return Rules.text(name, raw.attribute(name), max);
        } catch (InvalidEventException e) {
            violations.add(new Violation("/" + name, raw.attribute(name) == null ? "required" : "text", message(e)));
            return null;
        }
    }

    private static @Nullable Instant time(RawEvent raw, List<Violation> violations) {
        String text = raw.attribute("time");
        if (text == null) {
            return null;
        }
        try {
            return Rules.time("time", Time.parseTime(text).toInstant());
        } catch (InvalidEventException e) {
            violations.add(new Violation("/time", "range", message(e)));
        } catch (DateTimeException e) {
            violations.add(new Violation("/time", "format", "must be RFC 3339, such as 2026-11-22T09:30:00Z"));
        } catch (RuntimeException e) {
            // The SDK wraps what it cannot parse in an exception of its own.
            violations.add(new Violation("/time", "format", "must be RFC 3339, such as 2026-11-22T09:30:00Z"));
        }
        return null;
    }

    private static boolean isUriReference(String source) {
        try {
            return URI.create(source) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
