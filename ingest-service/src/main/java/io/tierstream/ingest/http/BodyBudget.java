package io.tierstream.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/**
 * Bounds the memory that bodies of requests take together: one body has at most {@value #MAX_BODY} bytes, and one that
 * does not fit beside the others for a second is answered 503. One that announces its length takes all of it at once, so that
 * it is refused before it is sent rather than after; another takes room as it comes.
 *
 * <p>Bodies that come slowly or never keep their room for a bounded time, and stop only who sends them: a publisher leaves
 * room for the largest body of another.
 */
final class BodyBudget {

    /** Largest body of a request for events, in bytes: 10 MB. */
    static final int MAX_BODY = 10_000_000;

    private static final int FIRST_STEP = 65_536;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final long all;
    private final long ofOne;
    private final Duration longestReading;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Map<String, Long> takenBy = new HashMap<>();
    private long taken;

    /**
     * Makes a budget.
     *
     * @param bytes that all bodies may take together; at least the largest body
     * @param longestReading how long a body may take to come; who sends nothing at all is ended by the server sooner
     * @param nanoTime what time it is, as {@link System#nanoTime} says it
     */
    BodyBudget(long bytes, Duration longestReading, LongSupplier nanoTime) {
        this.all = Math.max(bytes, MAX_BODY + 1);
        this.ofOne = Math.max(all - MAX_BODY, MAX_BODY + 1);
        this.longestReading = longestReading;
        this.nanoTime = nanoTime;
    }

    /** What is done with a body while its memory is counted. */
    interface Use<T> {
        T with(byte[] body);
    }

    /**
     * Reads the body and uses it.
     *
     * @param publisher whose body it is
     * @throws RequestProblem 408 when it does not come in time, 413 when it is too large, 503 when there is no room now
     */
    <T> T use(HttpServletRequest request, String publisher, Use<T> use) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MAX_BODY) {
            throw tooLarge();
        }
        Room room = new Room(publisher);
        try (InputStream in = request.getInputStream()) {
            byte[] body = read(in, announced, room);
            room.keep(body.length);
            return use.with(body);
        } finally {
            room.keep(0);
        }
    }

    private byte[] read(InputStream in, long announced, Room room) throws IOException {
        long begun = nanoTime.getAsLong();
        int most = announced < 0 ? MAX_BODY + 1 : (int) announced;
        byte[] body = room.more(announced < 0 ? FIRST_STEP : most);
        int size = 0;
        while (size < most) {
            if (nanoTime.getAsLong() - begun > longestReading.toNanos()) {
                throw tooSlow();
            }
            if (size == body.length) {
                byte[] longer = room.more(Math.min(size, most - size));
                System.arraycopy(body, 0, longer, 0, size);
                body = longer;
            }
            int n = in.read(body, size, body.length - size);
            if (n < 0) {
                break;
            }
            size += n;
        }
        if (size > MAX_BODY) {
            throw tooLarge();
        }
        return size == body.length ? body : Arrays.copyOf(body, size);
    }

    /** What one body takes. */
    private final class Room {

        private final String publisher;
        private int size;

        Room(String publisher) {
            this.publisher = publisher;
        }

        /** Takes more bytes, and gives an array of all it has. */
        byte[] more(int bytes) {
            if (!take(publisher, bytes)) {
                throw RequestProblem.later(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Too much is being published at the moment.",
                        Duration.ofSeconds(1));
            }
            size += bytes;
            return new byte[size];
        }

        void keep(int bytes) {
            give(publisher, size - bytes);
            size = bytes;
        }
    }

    private boolean take(String publisher, int bytes) {
        try {
            lock.lockInterruptibly();
            try {
                long left = LONGEST_WAIT.toNanos();
                while (taken + bytes > all || takenBy.getOrDefault(publisher, 0L) + bytes > ofOne) {
                    if (left <= 0) {
                        return false;
                    }
                    left = released.awaitNanos(left);
                }
                taken += bytes;
                takenBy.merge(publisher, (long) bytes, Long::sum);
                return true;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void give(String publisher, int bytes) {
        lock.lock();
        try {
            taken -= bytes;
            // Names of callers are without end; those that hold nothing are forgotten.
            takenBy.computeIfPresent(publisher, (name, before) -> before == bytes ? null : before - bytes);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private RequestProblem tooSlow() {
        return new RequestProblem(
                HttpStatus.REQUEST_TIMEOUT,
                "The body did not come within " + longestReading.toSeconds()
                        + " s; send it again with fewer events. Nothing of it is published.");
    }

    private static RequestProblem tooLarge() {
        return new RequestProblem(
                HttpStatus.CONTENT_TOO_LARGE,
                "A request may have " + MAX_BODY + " bytes; send several, or import a file with /v1/imports.");
    }
}
