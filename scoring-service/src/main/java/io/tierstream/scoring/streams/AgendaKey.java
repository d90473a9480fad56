package io.tierstream.scoring.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the agenda: a day, so that days are in order, and a customer. */
final class AgendaKey {

    private AgendaKey() {}

    static Bytes of(int day, String customerId) {
        byte[] customer = customerId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + customer.length)
                .putInt(ordered(day))
                .put(customer)
                .array());
    }

    /** Before all customers of that day. */
    static Bytes startOf(int day) {
        return Bytes.wrap(
                ByteBuffer.allocate(Integer.BYTES).putInt(ordered(day)).array());
    }

    static String customerOf(Bytes key) {
        byte[] bytes = key.get();
        return new String(bytes, Integer.BYTES, bytes.length - Integer.BYTES, StandardCharsets.UTF_8);
    }

    static int dayOf(Bytes key) {
        return ordered(ByteBuffer.wrap(key.get()).getInt());
    }

    /** Bytes are compared unsigned, days are not. */
    private static int ordered(int day) {
        return day ^ Integer.MIN_VALUE;
    }
}
