package io.tierstream.ingest.application;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventValidation;
import io.tierstream.contracts.EventValidation.Invalid;
import io.tierstream.contracts.EventValidation.Valid;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.contracts.IntakeRules.Breach;
import io.tierstream.contracts.RawEvent;
import io.tierstream.contracts.Violation;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Problem.Kind;
import io.tierstream.ingest.domain.intake.Publisher;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import tools.jackson.databind.JsonNode;

/**
 * Checks an event against its contract, the rules of intake and its publisher's limits, and makes the Kafka record of it:
 * CloudEvents binary mode, with the data and the extension attributes as the publisher sent them.
 */
public final class CheckingEvents {

    /** Largest record, in bytes: stays below Kafka's default limit of 1 MiB with everything around it. */
    static final int MAX_RECORD_BYTES = 900_000;

    private static final Set<String> WRITTEN_FROM_ENVELOPE =
            Set.of("specversion", "id", "source", "type", "time", "subject", "datacontenttype");
    private static final int MOST_PROBLEMS = 100;
    private static final int MAX_ATTRIBUTE_NAME = 64;
    private static final int MAX_ATTRIBUTE_VALUE = 2_000;
    /** What a header takes besides its name and value: its prefix and two lengths. */
    private static final int HEADER_BYTES = 8;

    private final IntakeRules rules;
    private final Clock clock;

    public CheckingEvents(IntakeRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Checks one event; never throws for what is in it. */
    public Checked check(Submission submission, Publisher publisher) {
        return switch (submission) {
            case Submission.Unreadable unreadable -> new Checked.Bad(unreadable.problems());
            case Submission.Readable readable -> check(readable.event(), publisher);
        };
    }

    private Checked check(RawEvent raw, Publisher publisher) {
        List<Problem> problems = new ArrayList<>(attributeProblems(raw.attributes()));
        switch (EventValidation.validate(raw)) {
            case Invalid invalid -> {
                Kind kind = invalid.cloudEvent() ? Kind.INVALID : Kind.MALFORMED;
                for (Violation violation : invalid.violations()) {
                    problems.add(new Problem(kind, violation.pointer(), violation.code(), violation.message()));
                }
                return new Checked.Bad(problems);
            }
            case Valid valid -> {
                Envelope envelope = valid.event().envelope();
                Optional<Breach> breach = rules.check(valid.event(), clock.instant());
                breach.ifPresent(found -> problems.add(new Problem(
                        Kind.INVALID,
                        found.field().equals("time") ? "/time" : "/data/" + found.field(),
                        camelCase(found.reason().name()),
                        found.message())));
                problems.addAll(publisher.objections(envelope.type(), envelope.source()));
                return problems.isEmpty() ? record(raw, valid) : new Checked.Bad(problems);
            }
        }
    }

    /** Attributes become headers of the record: their names and values must be such as every reader can take. */
    private static List<Problem> attributeProblems(Map<String, String> attributes) {
        List<Problem> problems = new ArrayList<>();
        attributes.forEach((name, value) -> {
            if (problems.size() == MOST_PROBLEMS) {
                return;
            }
            String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
            if (!isAttributeName(name)) {
                problems.add(new Problem(
                        Kind.MALFORMED,
                        pointer,
                        "attributeName",
                        "is no attribute: names have 1 to " + MAX_ATTRIBUTE_NAME + " lower-case letters and digits"));
            } else if (value.length() > MAX_ATTRIBUTE_VALUE || hasUnwelcomeCharacter(value)) {
                problems.add(new Problem(
                        Kind.MALFORMED,
                        pointer,
                        "text",
                        "must be text of at most " + MAX_ATTRIBUTE_VALUE
                                + " characters without control characters and halves of surrogate pairs"));
            }
        });
        return problems;
    }

    private static boolean isAttributeName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_ATTRIBUTE_NAME
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }

    private static boolean hasUnwelcomeCharacter(String value) {
        return hasHalfPair(value) || value.chars().anyMatch(Character::isISOControl);
    }

    private static Checked record(RawEvent raw, Valid valid) {
        JsonNode data = Objects.requireNonNull(raw.data());
        if (hasHalfPair(data)) {
            return new Checked.Bad(List.of(
                    new Problem(Kind.INVALID, "/data", "text", "has half of a surrogate pair, which is no character")));
        }
        byte[] value = EventJson.mapper().writeValueAsBytes(data);
        Envelope envelope = valid.event().envelope();
        String customer = valid.event().data().customerId();
        RecordHeaders headers = new RecordHeaders();
        header(headers, "ce_specversion", "1.0");
        header(headers, "ce_id", envelope.id());
        header(headers, "ce_source", envelope.source());
        header(headers, "ce_type", envelope.type());
        header(headers, "ce_time", Objects.requireNonNull(raw.attribute("time")));
        header(headers, "ce_subject", customer);
        header(headers, "content-type", "application/json");
        int size = value.length;
        for (Map.Entry<String, String> attribute : raw.attributes().entrySet()) {
            if (!WRITTEN_FROM_ENVELOPE.contains(attribute.getKey())) {
                header(headers, "ce_" + attribute.getKey(), attribute.getValue());
                size += HEADER_BYTES
                        + attribute.getKey().length()
                        + 4 * attribute.getValue().length();
            }
        }
        if (size > MAX_RECORD_BYTES) {
            return new Checked.Bad(List.of(new Problem(
                    Kind.TOO_LARGE, "", "tooLarge", "has " + size + " bytes; an event may have " + MAX_RECORD_BYTES)));
        }
        return new Checked.Good(
                envelope.id(),
                new ProducerRecord<>(
                        valid.type().topic(), null, null, customer.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    /** JSON can write what Unicode cannot say, and UTF-8 not hold. */
    private static boolean hasHalfPair(JsonNode node) {
        if (node.isString()) {
            return hasHalfPair(node.stringValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (hasHalfPair(member.getKey()) || hasHalfPair(member.getValue())) {
                return true;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (hasHalfPair(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static void header(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String camelCase(String reason) {
        StringBuilder text = new StringBuilder();
        for (String word : reason.toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }
}
