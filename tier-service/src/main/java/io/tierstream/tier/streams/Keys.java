package io.tierstream.tier.streams;

import io.tierstream.tier.domain.Points;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;

/** The keys of the stores; in byte order they are in the order of what they begin with. */
final class Keys {

    private static final int COMPOSITE_BYTES = Short.BYTES;
    private static final int DUE_BYTES = Long.BYTES;

    private Keys() {}

    static Bytes customer(String customerId) {
        return Bytes.wrap(customerId.getBytes(StandardCharsets.UTF_8));
    }

    static String customerId(Bytes customerKey) {
        return new String(customerKey.get(), StandardCharsets.UTF_8);
    }

    /** {@code composite | customerId}. */
    static Bytes composite(Points composite, Bytes customer) {
        return Bytes.wrap(ByteBuffer.allocate(COMPOSITE_BYTES + customer.get().length)
                .putShort((short) composite.hundredths())
                .put(customer.get())
                .array());
    }

    /** The first key there can be with at least this composite. */
    static Bytes fromComposite(int hundredths) {
        return Bytes.wrap(ByteBuffer.allocate(COMPOSITE_BYTES)
                .putShort((short) hundredths)
                .array());
    }

    static Bytes customerOfComposite(Bytes key) {
        return Bytes.wrap(Arrays.copyOfRange(key.get(), COMPOSITE_BYTES, key.get().length));
    }

    static Points compositeOf(Bytes key) {
        return new Points(ByteBuffer.wrap(key.get()).getShort());
    }

    /** {@code due | customerId}; instants before 1970 do not occur. */
    static Bytes due(Instant due, Bytes customer) {
        return Bytes.wrap(ByteBuffer.allocate(DUE_BYTES + customer.get().length)
                .putLong(due.toEpochMilli())
                .put(customer.get())
                .array());
    }

    /** The first key that is due after this instant. */
    static Bytes afterDue(Instant instant) {
        return Bytes.wrap(ByteBuffer.allocate(DUE_BYTES)
                .putLong(instant.toEpochMilli() + 1)
                .array());
    }

    static Bytes customerOfDue(Bytes key) {
        return Bytes.wrap(Arrays.copyOfRange(key.get(), DUE_BYTES, key.get().length));
    }

    /** The first key after this one. */
    static Bytes after(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }

    /** Where Java's default partitioner puts a key. */
    static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
