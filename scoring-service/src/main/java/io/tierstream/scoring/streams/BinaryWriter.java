package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the compact form of stored values: numbers by as few bytes as they need, low groups of seven bits first. */
final class BinaryWriter {

    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[512];
    private int length;

    /** To be written anew, in the same memory. */
    BinaryWriter clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    BinaryWriter put(int singleByte) {
        room(1);
        bytes[length++] = (byte) singleByte;
        return this;
    }

    BinaryWriter putUnsigned(long value) {
        room(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    BinaryWriter putSigned(long value) {
        return putUnsigned(zigzag(value));
    }

    /** Small where the value is near 0. */
    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    BinaryWriter putFixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
        return this;
    }

    BinaryWriter putFixed(int value) {
        room(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
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
        BigDecimal rounded = Amounts.rounded(amount);
        if (rounded.precision() <= Amounts.LONG_DIGITS) {
            return putUnsigned(zigzag(Amounts.unscaled(rounded)) << 1);
        }
        BigInteger unscaled = rounded.unscaledValue();
        if (unscaled.bitLength() < 60) {
            return putUnsigned(zigzag(unscaled.longValue()) << 1);
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

    /** With its length before it. */
    BinaryWriter putBytes(byte[] more) {
        return putUnsigned(more.length).putRaw(more, 0, more.length);
    }

    /** With its length before it. */
    BinaryWriter putBytes(BinaryWriter other) {
        return putUnsigned(other.length).putRaw(other.bytes, 0, other.length);
    }

    /** A part of other bytes, as it is. */
    BinaryWriter putRaw(byte[] from, int start, int end) {
        int more = end - start;
        room(more);
        System.arraycopy(from, start, bytes, length, more);
        length += more;
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
