package io.tierstream.scoring.streams;

/**
 * What is kept of a customer's ledger beside its metrics: the latest entries themselves, and hashes of what is in the
 * latest segments.
 *
 * @param segments how many segments there ever were; the number of the next
 * @param blocks how many blocks of hashes lie in the store; they have those of the segments before the latest
 * @param counts how many hashes each of the latest segments has
 * @param hashes of the entries in the latest segments, in their order
 * @param bytes of which the entries are a part
 * @param from where the entries begin, as {@link EntryList} reads them
 * @param to where they end
 */
record LedgerHead(int segments, int blocks, int[] counts, int[] hashes, byte[] bytes, int from, int to) {

    static final LedgerHead EMPTY = new LedgerHead(0, 0, new int[0], new int[0], new byte[0], 0, 0);

    EntryList latest() {
        return new EntryList(bytes, from, to);
    }

    int firstOfLatest() {
        return segments - counts.length;
    }

    void write(BinaryWriter out) {
        out.putUnsigned(segments).putUnsigned(blocks).putUnsigned(counts.length);
        for (int count : counts) {
            out.putUnsigned(count);
        }
        for (int hash : hashes) {
            out.putFixed(hash);
        }
        out.putUnsigned(to - from).putRaw(bytes, from, to);
    }

    static LedgerHead read(byte[] bytes, BinaryReader in) {
        int segments = in.getUnsignedInt();
        int blocks = in.getUnsignedInt();
        int[] counts = readCounts(in);
        int[] hashes = readHashes(counts, in);
        int length = in.getUnsignedInt();
        int from = in.skip(length);
        return new LedgerHead(segments, blocks, counts, hashes, bytes, from, from + length);
    }

    static int[] readCounts(BinaryReader in) {
        int[] counts = new int[in.getUnsignedInt()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.getUnsignedInt();
        }
        return counts;
    }

    static int[] readHashes(int[] counts, BinaryReader in) {
        int size = 0;
        for (int count : counts) {
            size += count;
        }
        int[] hashes = new int[size];
        for (int i = 0; i < size; i++) {
            hashes[i] = in.getFixedInt();
        }
        return hashes;
    }
}
