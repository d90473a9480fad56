package io.tierstream.tier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyDifferenceTest {

    private static final GradingPolicy BEFORE = GradingPolicy.INITIAL;

    @Test
    void shouldNameEveryPartThatDecidesATierInTheOrderOfThePolicy() {
        GradingPolicy after = new GradingPolicy(
                2,
                new Weights(decimal("0"), decimal("12.5"), decimal("37.5"), decimal("50")),
                Mode.THRESHOLD,
                new Shares(decimal("100"), decimal("0")),
                Grades.cutOffs("70.5", "0"),
                Points.ZERO,
                Duration.ofHours(36),
                Duration.ofDays(1),
                "");

        assertThat(PolicyDifference.between(BEFORE, after))
                .containsExactly(
                        new PolicyDifference("/weights/credit", "10", "0"),
                        new PolicyDifference("/weights/volume", "30", "12.5"),
                        new PolicyDifference("/weights/profit", "60", "37.5"),
                        new PolicyDifference("/weights/prospect", "0", "50"),
                        new PolicyDifference("/mode", "RATIO", "THRESHOLD"),
                        new PolicyDifference("/shares/A", "20", "100"),
                        new PolicyDifference("/shares/B", "30", "0"),
                        new PolicyDifference("/thresholds/A", "80", "70.5"),
                        new PolicyDifference("/thresholds/B", "60", "0"),
                        new PolicyDifference("/demotionMargin", "2", "0"),
                        new PolicyDifference("/demotionGrace", "PT720H", "PT36H"),
                        new PolicyDifference("/minimumDwell", "PT0S", "PT24H"));
    }

    @Test
    void shouldPassOverVersionAndCommentWhichDecideNothing() {
        GradingPolicy again = new GradingPolicy(
                2,
                BEFORE.weights(),
                BEFORE.mode(),
                BEFORE.shares(),
                BEFORE.thresholds(),
                BEFORE.demotionMargin(),
                BEFORE.demotionGrace(),
                BEFORE.minimumDwell(),
                "as before");

        assertThat(PolicyDifference.between(BEFORE, again)).isEmpty();
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }
}
