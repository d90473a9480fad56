package io.tierstream.tier.http.security;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in memory. The way to an OIDC provider makes one before anybody has signed in, so those of strangers are
 * bounded: where there are too many, the oldest of them end, a tenth at a time. Nobody who signed in is sent away for a
 * stranger.
 */
final class BoundedSessions extends StandardManager {

    private final int most;
    private final Duration signedIn;

    /**
     * Bounds them.
     *
     * @param most sessions before those of strangers are ended
     * @param signedIn how long sessions of people who signed in may be idle, which tells them from the others
     */
    BoundedSessions(int most, Duration signedIn) {
        this.most = most;
        this.signedIn = signedIn;
    }

    @Override
    public Session createSession(@Nullable String sessionId) {
        if (getActiveSessions() >= most) {
            endStrangers();
        }
        return super.createSession(sessionId);
    }

    private synchronized void endStrangers() {
        if (getActiveSessions() >= most) {
            Arrays.stream(findSessions())
                    .filter(session -> session.getMaxInactiveInterval() < signedIn.toSeconds())
                    .sorted(Comparator.comparingLong(Session::getCreationTimeInternal))
                    .limit(most / 10 + 1)
                    .forEach(Session::expire);
        }
    }
}
