package io.tierstream.scoring.streams;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit fingerprint (FNV-1a) of what an event says, to tell a repetition from a contradiction. It is stored, so it
 * must never change.
 */
final class ContentFingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long value = OFFSET;

    ContentFingerprint add(@Nullable BigDecimal decimal) {
        return add(decimal == null ? null : decimal.stripTrailingZeros().toPlainString());
    }

    ContentFingerprint add(@Nullable String text) {
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                mix(text.charAt(i));
            }
        }
        // Ends the component; another end for an absent one, so that neither runs into the next.
        mix(text == null ? 0x10001 : 0x10000);
        return this;
    }

    private void mix(int unit) {
        value = (value ^ unit) * PRIME;
    }

    long value() {
        return value;
    }
}
