package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.order.v1.OrderPlaced;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {

    @TempDir
    Path directory;

    @Test
    void shouldPublishTheScoreOfAnOrder() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(
                    EventTypes.ORDER_PLACED,
                    Bench.START,
                    new OrderPlaced(
                            "o1", "c1", new BigDecimal("1000"), null, new BigDecimal("800"), new BigDecimal("3")));

            assertThat(bench.scores()).hasSize(1);
            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("1000");
            assertThat(bench.score("c1").metrics().profit()).isEqualByComparingTo("200");
            assertThat(bench.score("c1").criteria().volume()).isEqualByComparingTo("20");
            assertThat(bench.score("c1").criteria().profit()).isEqualByComparingTo("20");
            assertThat(bench.score("c1").version()).isEqualTo(1);
            assertThat(bench.stored("c1").scoreVersion()).isEqualTo(1);
        }
    }
}
