package io.tierstream.tier.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the changes. First it replays what lies between its position and the one at which it joined, then it
 * takes what has come since; each change once, because a change that its position already contains is passed over. A
 * reader that lets more wait than it may is closed, and can come back with its position.
 *
 * <p>For one thread, but for {@link #offer} and {@link #close}.
 */
public final class ChangeSubscription implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChangeSubscription.class);
    private static final Waiting CLOSED = new Waiting(-1, -1, Optional.empty());

    private final BlockingQueue<Waiting> live;
    private final Queue<Waiting> replayed = new ArrayDeque<>();
    private final java.util.function.Consumer<ChangeSubscription> whenClosed;
    private final FeedConsumers consumers;
    private final FeedPosition joinedAt;
    private FeedPosition position;
    private @Nullable FeedReplay replay;
    private @Nullable Runnable whenCaughtUp;
    private boolean caughtUp;
    private volatile boolean open = true;

    ChangeSubscription(
            FeedPosition from,
            FeedPosition joinedAt,
            int mostWaiting,
            FeedConsumers consumers,
            java.util.function.Consumer<ChangeSubscription> whenClosed,
            Runnable whenCaughtUp) {
        this.position = from;
        this.joinedAt = joinedAt;
        this.caughtUp = from.equals(joinedAt);
        this.whenCaughtUp = caughtUp ? null : whenCaughtUp;
        this.live = new ArrayBlockingQueue<>(mostWaiting);
        this.consumers = consumers;
        this.whenClosed = whenClosed;
    }

    void offer(int partition, long offset, Optional<TierChange> change) {
        if (open && !live.offer(new Waiting(partition, offset, change))) {
            close();
        }
    }

    /** Where this reader has read to. */
    public FeedPosition position() {
        return position;
    }

    /** Whether it still gets changes. */
    public boolean isOpen() {
        return open;
    }

    /** The next change with the position after it; empty when none came in that time. */
    public Optional<Delivered> next(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (open) {
            Waiting next = take(deadline);
            if (next == null) {
                return Optional.empty();
            }
            if (next == CLOSED) {
                break;
            }
            if (!position.contains(next.partition(), next.offset())) {
                position = position.after(next.partition(), next.offset());
                if (next.change().isPresent()) {
                    return Optional.of(new Delivered(position, next.change().get()));
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable Waiting take(long deadline) throws InterruptedException {
        if (!caughtUp) {
            catchUp();
        }
        Waiting missed = replayed.poll();
        return missed != null ? missed : live.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void catchUp() {
        FeedReplay replaying = replay;
        if (replaying == null) {
            replaying = new FeedReplay(consumers, position, joinedAt);
            replay = replaying;
            position = replaying.start();
        }
        while (replayed.isEmpty() && !caughtUp && open) {
            caughtUp = replaying.read(
                    record -> replayed.add(new Waiting(record.partition(), record.offset(), consumers.decode(record))));
        }
        if (caughtUp) {
            endReplay();
        }
    }

    private void endReplay() {
        if (replay != null) {
            replay.close();
            replay = null;
        }
        if (whenCaughtUp != null) {
            whenCaughtUp.run();
            whenCaughtUp = null;
        }
    }

    /** Gets nothing more; its place is free. The reading thread ends at its next look. */
    @Override
    public void close() {
        open = false;
        live.clear();
        // Wakes the reading thread; where it does not fit, the thread is awake.
        boolean waking = live.offer(CLOSED);
        log.debug("A reader of the changes is closed, waking: {}", waking);
        whenClosed.accept(this);
    }

    /** Frees what the reading thread holds; called by that thread when it is done. */
    public void release() {
        close();
        endReplay();
    }

    private record Waiting(int partition, long offset, Optional<TierChange> change) {}

    /** A change, and the position with which to go on after it. */
    public record Delivered(FeedPosition position, TierChange change) {}
}
