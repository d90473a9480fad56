package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. */
final class BinaryReader {

    private final byte[] bytes;
    private int position;

    BinaryReader(byte[] bytes) {
        this(bytes, 0);
    }

    BinaryReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int position() {
        return position;
    }

    /** Passes over so many bytes; where they begin. */
    int skip(int count) {
        int from = position;
        position += count;
        return from;
    }

    int get() {
        return bytes[position++] & 0xff;
    }

    long getUnsigned() {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = get();
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
            shift += 7;
        }
    }

    long getSigned() {
        long value = getUnsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    int getUnsignedInt() {
        return Math.toIntExact(getUnsigned());
    }

    int getSignedInt() {
        return Math.toIntExact(getSigned());
    }

    long getFixed() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | get();
        }
        return value;
    }

    int getFixedInt() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | get();
        }
        return value;
    }

    boolean getBoolean() {
        return get() == 1;
    }

    String getString() {
        int length = getUnsignedInt();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    @Nullable String getOptionalString() {
        return getBoolean() ? getString() : null;
    }

    BigDecimal getAmount() {
        long head = getUnsigned();
        if ((head & 1) == 0) {
            long value = head >>> 1;
            return BigDecimal.valueOf((value >>> 1) ^ -(value & 1), Amounts.SCALE);
        }
        return new BigDecimal(getBigInteger(), Amounts.SCALE);
    }

    @Nullable BigDecimal getOptionalAmount() {
        return getBoolean() ? getAmount() : null;
    }

    BigDecimal getDecimal() {
        int scale = (int) getUnsigned();
        return new BigDecimal(getBigInteger(), scale);
    }

    private BigInteger getBigInteger() {
        int length = getUnsignedInt();
        BigInteger value = new BigInteger(bytes, position, length);
        position += length;
        return value;
    }
}
