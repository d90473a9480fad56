package io.tierstream.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How journeys wait for what takes its time. */
final class Waiting {

    private Waiting() {}

    static ConditionFactory upTo(Duration atMost) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(atMost);
    }

    static ConditionFactory upToSeconds(int seconds) {
        return upTo(Duration.ofSeconds(seconds));
    }
}
