package io.tierstream.tier.mongo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ended: the order it was read in, and the sort key and id of its last item. Opaque to callers; the next
 * page is found by these, not by counting, so that nothing is repeated or left out while the list changes.
 */
public record Cursor(String order, long key, String text, String id) {

    private static final char SEPARATOR = '\u0001';
    private static final int LONGEST = 4096;

    /** The cursor as a caller gets it. */
    public String encoded() {
        String joined = String.join(String.valueOf(SEPARATOR), List.of(order, Long.toString(key), text, id));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link #encoded()} wrote for the same order; empty for anything else. */
    public static Optional<Cursor> decode(String encoded, String order) {
        if (encoded.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String joined = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            String[] parts = joined.split(String.valueOf(SEPARATOR), -1);
            return parts.length == 4 && parts[0].equals(order)
                    ? Optional.of(new Cursor(parts[0], Long.parseLong(parts[1]), parts[2], parts[3]))
                    : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
