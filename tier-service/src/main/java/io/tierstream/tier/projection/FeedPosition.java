package io.tierstream.tier.projection;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a reader has read the topic: of every partition, the offset that comes next. It means the same on every
 * instance, so that a reader can go on anywhere, although instances see the partitions in different order.
 */
public final class FeedPosition {

    private static final Pattern WRITTEN = Pattern.compile("\\d{1,18}(-\\d{1,18}){0,1023}");

    private final long[] next;

    FeedPosition(long[] next) {
        this.next = next.clone();
    }

    /** Reads what {@link #toString()} wrote; empty for anything else. */
    public static Optional<FeedPosition> parse(String text) {
        return WRITTEN.matcher(text).matches()
                ? Optional.of(new FeedPosition(Arrays.stream(text.split("-", -1))
                        .mapToLong(Long::parseLong)
                        .toArray()))
                : Optional.empty();
    }

    int partitions() {
        return next.length;
    }

    long next(int partition) {
        return next[partition];
    }

    boolean contains(int partition, long offset) {
        return offset < next[partition];
    }

    FeedPosition after(int partition, long offset) {
        long[] moved = next.clone();
        moved[partition] = offset + 1;
        return new FeedPosition(moved);
    }

    /** The offsets, joined by {@code -}: the id of a server-sent event. */
    @Override
    public String toString() {
        return Arrays.stream(next).mapToObj(Long::toString).collect(Collectors.joining("-"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedPosition position && Arrays.equals(next, position.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }
}
