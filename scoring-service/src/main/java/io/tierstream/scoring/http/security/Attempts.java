package io.tierstream.scoring.http.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: whoever fails more often than is forgiven waits, twice as long after each further failure, up to
 * a minute; ten quiet minutes forgive everything. Remembers at most 10,000 names, the latest.
 */
final class Attempts {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);
    private static final int REMEMBERED = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    Attempts(Clock clock) {
        this.clock = clock;
    }

    /** How long this name has to wait before its next attempt is looked at; zero when it need not. */
    synchronized Duration wait(String name, int forgiven) {
        Failures known = failures.get(name);
        if (known == null || known.count() < forgiven) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        if (known.last().plus(FORGIVEN_AFTER).isBefore(now)) {
            failures.remove(name);
            return Duration.ZERO;
        }
        long seconds = Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(known.count() - forgiven, 6));
        Duration left = Duration.between(now, known.last().plusSeconds(seconds));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String name) {
        Failures known = failures.get(name);
        failures.put(name, new Failures(known == null ? 1 : known.count() + 1, clock.instant()));
    }
}
