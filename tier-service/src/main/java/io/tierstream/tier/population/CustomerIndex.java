package io.tierstream.tier.population;

import java.util.Arrays;

/** From the bytes of a customer id to its row; open addressing, 8 bytes per customer. */
final class CustomerIndex {

    private static final int FREE = 0;

    private int[] slots = new int[1 << 10];
    private byte[][] ids = new byte[512][];
    private int size;

    int size() {
        return size;
    }

    int capacity() {
        return ids.length;
    }

    byte[] id(int row) {
        return ids[row];
    }

    /** The row, or -1. */
    int find(byte[] id) {
        for (int slot = slot(id); ; slot = (slot + 1) & (slots.length - 1)) {
            if (slots[slot] == FREE) {
                return -1;
            }
            int row = slots[slot] - 1;
            if (Arrays.equals(ids[row], id)) {
                return row;
            }
        }
    }

    /** The row, made when there is none. */
    int findOrAdd(byte[] id) {
        int row = find(id);
        if (row >= 0) {
            return row;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        if (2 * (size + 1) > slots.length) {
            slots = new int[slots.length * 2];
            for (int existing = 0; existing < size; existing++) {
                place(existing);
            }
        }
        ids[size] = id;
        place(size);
        return size++;
    }

    private void place(int row) {
        int slot = slot(ids[row]);
        while (slots[slot] != FREE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = row + 1;
    }

    private int slot(byte[] id) {
        int hash = Arrays.hashCode(id) * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }
}
