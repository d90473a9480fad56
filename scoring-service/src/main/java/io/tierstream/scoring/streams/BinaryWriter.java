package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the compact form of stored values: numbers by as few bytes as they need, low groups of seven bits first. */
final class BinaryWriter {

    private byte[] bytes = new byte[128];
    private int length;

    BinaryWriter put(int singleByte) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[length++] = (byte) singleByte;
        return this;
    }

    BinaryWriter putUnsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return put((int) rest);
    }

    BinaryWriter putSigned(long value) {
        return putUnsigned((value << 1) ^ (value >> 63));
    }

    BinaryWriter putFixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
        return this;
    }

    BinaryWriter put(boolean value) {
        return put(value ? 1 : 0);
    }

    BinaryWriter put(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    BinaryWriter putOptional(@Nullable String text) {
        put(text != null);
        return text == null ? this : put(text);
    }

    /** An amount with four decimals. */
    BinaryWriter putAmount(BigDecimal amount) {
        BigInteger unscaled = Amounts.rounded(amount).unscaledValue();
        if (unscaled.bitLength() < 60) {
            long value = unscaled.longValue();
            return putUnsigned(((value << 1) ^ (value >> 63)) << 1);
        }
        putUnsigned(1);
        return putBytes(unscaled.toByteArray());
    }

    BinaryWriter putOptionalAmount(@Nullable BigDecimal amount) {
        put(amount != null);
        return amount == null ? this : putAmount(amount);
    }

    /** A number with any count of decimals. */
    BinaryWriter putDecimal(BigDecimal decimal) {
        putUnsigned(decimal.scale() & 0xffffffffL);
        return putBytes(decimal.unscaledValue().toByteArray());
    }

    private BinaryWriter putBytes(byte[] more) {
        putUnsigned(more.length);
        if (length + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
