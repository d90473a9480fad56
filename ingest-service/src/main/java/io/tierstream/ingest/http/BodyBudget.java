package io.tierstream.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;

/**
 * Bounds the memory that bodies of requests take together: one body has at most {@value #MAX_BODY} bytes, and one that
 * does not fit beside the others for a second is answered 503.
 */
final class BodyBudget {

    /** Largest body of a request for events, in bytes: 10 MB. */
    static final int MAX_BODY = 10_000_000;

    private static final int UNIT = 1_024;

    private final Semaphore units;

    BodyBudget(long bytes) {
        this.units = new Semaphore((int) Math.max(bytes / UNIT, MAX_BODY / UNIT + 1));
    }

    /** What is done with a body while its memory is counted. */
    interface Use<T> {
        T with(byte[] body);
    }

    /**
     * Reads the body and uses it.
     *
     * @throws RequestProblem 413 when it is too large, 503 when there is no room now
     */
    <T> T use(HttpServletRequest request, Use<T> use) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MAX_BODY) {
            throw tooLarge();
        }
        int needed = (int) (announced < 0 ? MAX_BODY : announced) / UNIT + 1;
        if (!acquired(needed)) {
            throw RequestProblem.later(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Too much is being published at the moment.",
                    Duration.ofSeconds(1));
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw tooLarge();
            }
            // One that did not announce its length has been taken for the largest.
            int surplus = needed - (body.length / UNIT + 1);
            units.release(surplus);
            needed -= surplus;
            return use.with(body);
        } finally {
            units.release(needed);
        }
    }

    private boolean acquired(int needed) {
        try {
            return units.tryAcquire(needed, 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static RequestProblem tooLarge() {
        return new RequestProblem(
                HttpStatus.CONTENT_TOO_LARGE,
                "A request may have " + MAX_BODY + " bytes; send several, or import a file with /v1/imports.");
    }
}
