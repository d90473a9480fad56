package io.tierstream.ingest.http;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.JsonEventFormat;
import io.tierstream.contracts.RawEvent;
import io.tierstream.ingest.application.Submission;
import io.tierstream.ingest.application.Submission.Readable;
import io.tierstream.ingest.application.Submission.Unreadable;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Problem.Kind;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Reads the events of a request body, one after the other, in the four forms of CloudEvents over HTTP: binary,
 * structured, batch, and newline-delimited structured events. Each event is parsed once and handed on before the next is
 * read, so that at most one is in memory as a tree.
 */
final class EventBodies {

    /** Most events of one request. */
    static final int MAX_EVENTS = 10_000;

    /**
     * Longest text of one event, in bytes: twice what an event may have, for white space and escapes. As a tree it takes up to
     * thirty times as much memory.
     */
    static final int MAX_EVENT_TEXT = 1_800_000;

    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String FORMS = "application/cloudevents+json (one event), " + BATCH + " (an array of events), "
            + NDJSON + " (an event a line), or application/json with ce-* headers (binary mode)";

    /** Whether a body holds one event or may hold several, which the pointers of problems show. */
    enum Form {
        ONE,
        MANY
    }

    private EventBodies() {}

    /**
     * Reads all events.
     *
     * @param headers of the request
     * @param sink takes each event in order
     * @throws RequestProblem 415 for another form, 400 for a body that cannot be read further, 413 for more than {@value
     *     #MAX_EVENTS} events
     */
    static Form read(HttpHeaders headers, byte[] body, Consumer<Submission> sink) {
        MediaType type = contentType(headers);
        String name = type == null ? "" : (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        checkEncoding(headers, type);
        switch (name) {
            case JsonEventFormat.CONTENT_TYPE -> {
                sink.accept(structured(notEmpty(body)));
                return Form.ONE;
            }
            case BATCH -> {
                batch(notEmpty(body), sink);
                return Form.MANY;
            }
            case NDJSON -> {
                lines(notEmpty(body), sink);
                return Form.MANY;
            }
            default -> {
                if (headers.headerNames().stream().noneMatch(header -> header.regionMatches(true, 0, "ce-", 0, 3))) {
                    throw name.equals("application/json")
                            ? new RequestProblem(
                                    HttpStatus.BAD_REQUEST,
                                    "This is no CloudEvent: application/json needs the headers ce-specversion, ce-id,"
                                            + " ce-source, ce-type and ce-time. Or send " + FORMS + ".")
                            : new RequestProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send " + FORMS + ".");
                }
                sink.accept(binary(headers, body));
                return Form.ONE;
            }
        }
    }

    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException e) {
            throw new RequestProblem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type is no media type. Send " + FORMS + ".");
        }
    }

    private static void checkEncoding(HttpHeaders headers, @Nullable MediaType type) {
        try {
            if (type != null && type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
                throw new RequestProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The charset must be UTF-8.");
            }
        } catch (IllegalArgumentException e) {
            throw new RequestProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The charset must be UTF-8.");
        }
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RequestProblem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body without Content-Encoding; compressed bodies are taken by /v1/imports only.");
        }
    }

    private static byte[] notEmpty(byte[] body) {
        if (body.length == 0) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "The body is empty; send " + FORMS + ".");
        }
        return body;
    }

    static Submission structured(byte[] body) {
        if (body.length > MAX_EVENT_TEXT) {
            return tooLong(body.length);
        }
        try {
            requireUtf8(body);
            JsonNode event = read(() -> EventJson.mapper().readTree(body));
            return new Readable(RawEvent.structured(event));
        } catch (JacksonException e) {
            return unreadable("", e);
        } catch (InvalidEventException e) {
            return unreadable(e);
        }
    }

    private static void batch(byte[] body, Consumer<Submission> sink) {
        int position = 0;
        try {
            requireUtf8(body);
            OptionalInt tooLong = body.length > MAX_EVENT_TEXT ? tooLong(body) : OptionalInt.empty();
            if (tooLong.isPresent()) {
                throw new RequestProblem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The text of an event may have " + MAX_EVENT_TEXT + " bytes; the one at position "
                                + tooLong.getAsInt() + " has more.");
            }
            try (JsonParser parser = EventJson.mapper().createParser(body)) {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw new RequestProblem(
                            HttpStatus.BAD_REQUEST, "A batch is a JSON array of CloudEvents: [{…}, {…}].");
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (position == MAX_EVENTS) {
                        throw tooMany();
                    }
                    JsonNode event = read(parser::readValueAsTree);
                    sink.accept(readable(event));
                    position++;
                }
                if (parser.nextToken() != null) {
                    throw new RequestProblem(HttpStatus.BAD_REQUEST, "There is something after the array of events.");
                }
            }
        } catch (JacksonException e) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST, "The batch cannot be read as JSON.", List.of(malformed("/" + position, e)));
        }
    }

    /** The position of the first event that is too long, found without making trees of them. */
    private static OptionalInt tooLong(byte[] batch) {
        int position = 0;
        long begin = 0;
        try (JsonParser parser = EventJson.mapper().createParser(batch)) {
            try {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    return OptionalInt.empty();
                }
                for (; parser.nextToken() != JsonToken.END_ARRAY && position < MAX_EVENTS; position++) {
                    begin = parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    if (parser.currentLocation().getByteOffset() - begin > MAX_EVENT_TEXT) {
                        return OptionalInt.of(position);
                    }
                }
                return OptionalInt.empty();
            } catch (JacksonException malformed) {
                // What is wrong is said by who reads it, unless that would be too much.
                return parser.currentLocation().getByteOffset() - begin > MAX_EVENT_TEXT
                        ? OptionalInt.of(position)
                        : OptionalInt.empty();
            }
        }
    }

    private static Submission readable(JsonNode event) {
        try {
            return new Readable(RawEvent.structured(event));
        } catch (InvalidEventException e) {
            return unreadable(e);
        }
    }

    /** Lines that are blank count for nothing; a byte-order mark and CR LF are taken. */
    private static void lines(byte[] body, Consumer<Submission> sink) {
        int events = 0;
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                if (events++ == MAX_EVENTS) {
                    throw tooMany();
                }
                byte[] line = new byte[end - start];
                System.arraycopy(body, start, line, 0, line.length);
                sink.accept(structured(line));
            }
            start = end + 1;
        }
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static Submission binary(HttpHeaders headers, byte[] body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        MediaType contentType = headers.getContentType();
        if (contentType != null) {
            attributes.put("datacontenttype", contentType.toString());
        }
        for (String header : headers.headerNames()) {
            if (header.regionMatches(true, 0, "ce-", 0, 3)) {
                String name = header.substring(3).toLowerCase(Locale.ROOT);
                List<String> values = headers.getOrDefault(header, Collections.emptyList());
                if (values.size() != 1) {
                    return unreadable("/" + name, "attributeTwice", "is there " + values.size() + " times");
                }
                String value = decoded(values.getFirst());
                if (value == null) {
                    return unreadable("/" + name, "encoding", "must be UTF-8, percent-encoded beyond ASCII");
                }
                attributes.put(name, value);
            }
        }
        if (body.length == 0) {
            return new Readable(new RawEvent(attributes, null));
        }
        if (body.length > MAX_EVENT_TEXT) {
            return tooLong(body.length);
        }
        try {
            requireUtf8(body);
            JsonNode data = read(() -> EventJson.mapper().readTree(body));
            return new Readable(new RawEvent(attributes, data.isNull() ? null : data));
        } catch (JacksonException e) {
            return unreadable("/data", e);
        }
    }

    /** As the HTTP binding says: percent-encoded UTF-8; a plus is a plus. Null when it is not. */
    private static @Nullable String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value.chars().allMatch(c -> c < 0x80) ? value : null;
        }
        try {
            String decoded = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.indexOf('\ufffd') < 0 ? decoded : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Jackson has an exception of its own for everything but an exponent of more than ten digits. */
    private static JsonNode read(Supplier<JsonNode> reading) {
        try {
            return reading.get();
        } catch (NumberFormatException e) {
            throw new StreamReadException(null, "a number has an exponent of too many digits", e);
        }
    }

    /** Jackson reads some byte sequences that are no UTF-8 (overlong forms, surrogates), and UTF-16. */
    private static void requireUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer discarded = CharBuffer.allocate(Math.min(body.length, 8_192) + 1);
        CoderResult result;
        do {
            discarded.clear();
            result = decoder.decode(bytes, discarded, true);
        } while (result.isOverflow());
        for (byte b : body) {
            if (b == 0) {
                throw new StreamReadException(null, "has zero bytes, as UTF-16 has; write it in UTF-8");
            }
        }
        if (result.isError()) {
            throw new StreamReadException(null, "byte " + bytes.position() + " is not UTF-8");
        }
    }

    private static Submission tooLong(long bytes) {
        return new Unreadable(List.of(new Problem(
                Kind.TOO_LARGE,
                "",
                "tooLarge",
                "has " + bytes + " bytes as text; the text of an event may have " + MAX_EVENT_TEXT)));
    }

    private static RequestProblem tooMany() {
        return new RequestProblem(
                HttpStatus.CONTENT_TOO_LARGE, "A request may have " + MAX_EVENTS + " events; send several.");
    }

    private static Submission unreadable(String pointer, JacksonException e) {
        return new Unreadable(List.of(malformed(pointer, e)));
    }

    private static Submission unreadable(String pointer, String code, String message) {
        return new Unreadable(List.of(new Problem(Kind.MALFORMED, pointer, code, message)));
    }

    private static Submission unreadable(InvalidEventException e) {
        String field = e.field();
        String message = String.valueOf(e.getMessage());
        return unreadable(
                field.isEmpty() ? "" : "/" + field,
                "cloudEvent",
                message.startsWith(field + ": ") ? message.substring(field.length() + 2) : message);
    }

    private static Problem malformed(String pointer, JacksonException e) {
        String where = e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        // Jackson says of a second document only in its own class names that it is there.
        String what = e instanceof MismatchedInputException
                ? "there is something behind the JSON document"
                : e.getOriginalMessage();
        return new Problem(Kind.MALFORMED, pointer, "json", "cannot be read as JSON: " + what + where);
    }
}
