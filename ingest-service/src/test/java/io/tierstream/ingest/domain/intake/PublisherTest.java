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

    @Test
    void shouldLimitTypesAndSourcesEachForItself() {
        Publisher types = new Publisher("shop", Set.of("order", "payment"), Set.of());
        Publisher sources = new Publisher("shop", Set.of(), Set.of("/shop"));

        assertThat(types.objections("payment", "/any")).isEmpty();
        assertThat(types.objections("complaint", "/any")).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_ALLOWED);
            assertThat(problem.message()).contains("shop", "[order, payment]");
        });
        assertThat(sources.objections("any", "/shop")).isEmpty();
        assertThat(sources.objections("any", "/desk"))
                .extracting(Problem::pointer)
                .containsExactly("/source");
    }

    @Test
    void shouldSayWhereInABatchAProblemIs() {
        assertThat(Problem.notAllowed("/type", "no").at(3))
                .isEqualTo(new Problem(Problem.Kind.NOT_ALLOWED, "/3/type", "notAllowed", "no"));
    }
}
