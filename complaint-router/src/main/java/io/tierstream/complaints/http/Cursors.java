package io.tierstream.complaints.http;

import io.tierstream.complaints.application.BrowsingTheQueue.From;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.QueueKey;
import io.tierstream.complaints.domain.ticket.Severity;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page begins, as opaque text. */
final class Cursors {

    private static final String SEPARATOR = "|";

    private Cursors() {}

    static @Nullable String write(@Nullable From from) {
        return switch (from) {
            case null -> null;
            case From.Front ignored -> null;
            case From.After(QueueKey key) ->
                encode(String.join(
                        SEPARATOR,
                        "q",
                        Boolean.toString(key.lifted()),
                        key.tier().name(),
                        key.due().toString(),
                        key.severity().name(),
                        key.openedAt().toString(),
                        key.complaintId()));
            case From.AfterClosed(String id) -> encode("c" + SEPARATOR + (id == null ? "" : id));
        };
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For addresses that people keep: what cannot be read leads to the front. */
    static From readOrFront(@Nullable String cursor) {
        try {
            return read(cursor);
        } catch (BadRequestException e) {
            return new From.Front();
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws BadRequestException for anything else
     */
    static From read(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return new From.Front();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", -1);
            if (parts.length == 7 && parts[0].equals("q")) {
                return new From.After(new QueueKey(
                        Boolean.parseBoolean(parts[1]),
                        Tier.valueOf(parts[2]),
                        Instant.parse(parts[3]),
                        Severity.valueOf(parts[4]),
                        Instant.parse(parts[5]),
                        parts[6]));
            }
            if (parts.length == 2 && parts[0].equals("c")) {
                return new From.AfterClosed(parts[1].isEmpty() ? null : parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadRequestException("cursor", "cursor", "is not one that an answer gave as next", e);
        }
        throw new BadRequestException("cursor", "cursor", "is not one that an answer gave as next", null);
    }
}
