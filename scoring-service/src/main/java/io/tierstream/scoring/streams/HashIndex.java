package io.tierstream.scoring.streams;

import java.util.Arrays;

/**
 * In which segments of one customer's ledger an entry may be, by its hash: an open-addressing table of two ints per entry,
 * at most two thirds full (12 to 24 bytes per entry). Only for customers with many entries, while they are at hand.
 */
final class HashIndex {

    private static final int EMPTY = -1;

    private int[] hashes = new int[1024];
    private int[] segments = emptied(1024);
    private int size;

    void add(int hash, int segment) {
        if (3 * (size + 1) > 2 * segments.length) {
            grow();
        }
        int at = slot(hash);
        while (segments[at] != EMPTY) {
            at = (at + 1) & (segments.length - 1);
        }
        hashes[at] = hash;
        segments[at] = segment;
        size++;
    }

    /** The segment at a position that {@link #first} or {@link #next} gave. */
    int segmentAt(int position) {
        return segments[position];
    }

    /** Where the first segment with that hash is; negative when there is none. */
    int first(int hash) {
        return seek(hash, slot(hash));
    }

    /** Where the next one after that position is; negative when there is none. */
    int next(int hash, int position) {
        return seek(hash, (position + 1) & (segments.length - 1));
    }

    private int seek(int hash, int start) {
        int at = start;
        while (segments[at] != EMPTY) {
            if (hashes[at] == hash) {
                return at;
            }
            at = (at + 1) & (segments.length - 1);
        }
        return EMPTY;
    }

    /** Bytes of memory. */
    int bytes() {
        return 2 * Integer.BYTES * segments.length;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B9 >>> 8) & (segments.length - 1);
    }

    private void grow() {
        int[] oldHashes = hashes;
        int[] oldSegments = segments;
        hashes = new int[2 * oldHashes.length];
        segments = emptied(2 * oldHashes.length);
        size = 0;
        for (int i = 0; i < oldSegments.length; i++) {
            if (oldSegments[i] != EMPTY) {
                add(oldHashes[i], oldSegments[i]);
            }
        }
    }

    private static int[] emptied(int length) {
        int[] none = new int[length];
        Arrays.fill(none, EMPTY);
        return none;
    }
}
