package io.tierstream.ingest.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PublisherTest {

    @Test
    void shouldAllowEverythingToAPublisherWithoutLimits() {
        assertThat(new Publisher("shop", Set.of(), Set.of()).objections("any", "/any"))
                .isEmpty();
    }

    @Test
    void shouldNameEachLimitThatAnEventBreaks() {
        Publisher limited = new Publisher("shop", Set.of("order"), Set.of("/shop"));

        assertThat(limited.objections("order", "/shop")).isEmpty();
        assertThat(limited.objections("complaint", "/desk"))
                .extracting(Problem::pointer)
                .containsExactly("/type", "/source");
    }
}
