package io.tierstream.tier.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PopulationListenerTest {

    /** One that became a dead letter does not count after a restart either. */
    @Test
    void shouldJudgeAVisitByWhenItWasPublished() {
        Instant published = Instant.parse("2026-12-01T10:00:00Z");

        assertThat(PopulationListener.isInTime(published.plus(Duration.ofHours(24)), published.toEpochMilli()))
                .isTrue();
        assertThat(PopulationListener.isInTime(published.plus(Duration.ofHours(25)), published.toEpochMilli()))
                .isFalse();
    }
}
