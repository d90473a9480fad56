package io.tierstream.contracts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What goes with an event from record to record besides the event: the trace that it belongs to, and when what began it
 * was taken in. Lies in the headers {@value #TRACE_PARENT} and {@value #ACCEPTED}; nothing is decided by it.
 *
 * @param traceParent W3C trace context; absent where nobody traces
 * @param acceptedAt when the event that began it was stored in Kafka; absent where only time began it
 */
public record Lineage(
        @Nullable String traceParent, @Nullable Instant acceptedAt) {

    /** As the W3C recommendation Trace Context says. */
    public static final String TRACE_PARENT = "traceparent";

    /** Milliseconds since 1970, as decimal text. */
    public static final String ACCEPTED = "ts_accepted";

    /** Of what nothing but time began. */
    public static final Lineage NONE = new Lineage(null, null);

    /** The attribute of CloudEvents' extension for distributed tracing, where publishers may put it. */
    private static final String ATTRIBUTE = "ce_traceparent";

    private static final String NO_TRACE = "0".repeat(32);
    private static final int LENGTH = 55;
    private static final int LONGEST_MILLIS = 15;

    /**
     * Of an event as its publisher sent it: accepted when it was stored.
     *
     * @param timestamp of the record, in milliseconds since 1970
     */
    public static Lineage ofInput(Headers headers, long timestamp) {
        return new Lineage(traceParent(headers), Instant.ofEpochMilli(timestamp));
    }

    /** Of an event that a service made: as that service passed it on. What is not as it should be is as if absent. */
    public static Lineage of(Headers headers) {
        Header accepted = headers.lastHeader(ACCEPTED);
        return new Lineage(traceParent(headers), accepted == null ? null : millis(accepted.value()));
    }

    /** The same in another trace. */
    public Lineage with(@Nullable String otherTraceParent) {
        return new Lineage(otherTraceParent, acceptedAt);
    }

    /** Of what follows from both: the trace of the later one, and the earlier acceptance, which has waited longer. */
    public Lineage followedBy(Lineage later) {
        Instant since = acceptedAt == null || (later.acceptedAt != null && later.acceptedAt.isBefore(acceptedAt))
                ? later.acceptedAt
                : acceptedAt;
        return new Lineage(later.traceParent == null ? traceParent : later.traceParent, since);
    }

    /** Whether somebody records the trace. */
    public boolean isSampled() {
        return traceParent != null && (Character.digit(traceParent.charAt(LENGTH - 1), 16) & 1) == 1;
    }

    /** Puts it into headers, in place of what they said. */
    public void writeTo(Headers headers) {
        put(headers, TRACE_PARENT, traceParent);
        put(headers, ACCEPTED, acceptedAt == null ? null : Long.toString(acceptedAt.toEpochMilli()));
    }

    /** What is a trace context of 55 characters, as version 00 has; null for anything else. */
    public static @Nullable String checked(@Nullable String text) {
        if (text == null || text.length() != LENGTH || text.startsWith("ff") || text.startsWith(NO_TRACE, 3)) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return null;
            }
        }
        return text;
    }

    private static @Nullable String traceParent(Headers headers) {
        Header header = headers.lastHeader(TRACE_PARENT);
        if (header == null) {
            header = headers.lastHeader(ATTRIBUTE);
        }
        byte[] value = header == null ? null : header.value();
        return value == null || value.length != LENGTH ? null : checked(new String(value, StandardCharsets.ISO_8859_1));
    }

    private static @Nullable Instant millis(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > LONGEST_MILLIS) {
            return null;
        }
        long millis = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                return null;
            }
            millis = 10 * millis + (digit - '0');
        }
        return Instant.ofEpochMilli(millis);
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        headers.remove(name);
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
