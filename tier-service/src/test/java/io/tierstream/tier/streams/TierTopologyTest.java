package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.wire.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TierTopologyTest {

    @TempDir
    Path stateDir;

    private GradingFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GradingFixture(stateDir);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldGiveEveryoneTheEntryTierUntilTheFirstCalculation() {
        fixture.score("alpha", "95");

        assertThat(fixture.changes())
                .extracting(TierChanged::from, TierChanged::to, TierChanged::cause, TierChanged::cutOffs)
                .containsExactly(tuple(null, Tier.C, TierChangeCause.FIRST_GRADING, null));
        assertThat(fixture.tiers().get("alpha").tier()).isEqualTo(Tier.C);
    }

    @Test
    void shouldGradeByExactCutOffsOnceTheyAreCalculated() {
        for (int i = 1; i <= 10; i++) {
            fixture.score("c" + i, String.valueOf(i * 10));
        }
        fixture.changes();

        fixture.calculateCutOffs("now");

        assertThat(fixture.changes())
                .extracting(TierChanged::customerId, TierChanged::to, TierChanged::cause)
                .containsExactlyInAnyOrder(
                        tuple("c10", Tier.A, TierChangeCause.CUT_OFF),
                        tuple("c9", Tier.A, TierChangeCause.CUT_OFF),
                        tuple("c8", Tier.B, TierChangeCause.CUT_OFF),
                        tuple("c7", Tier.B, TierChangeCause.CUT_OFF),
                        tuple("c6", Tier.B, TierChangeCause.CUT_OFF));
        assertThat(fixture.answers())
                .filteredOn(Answer.CutOffsApplied.class::isInstance)
                .map(Answer.CutOffsApplied.class::cast)
                .filteredOn(applied -> applied.requestIds().contains("now"))
                .singleElement()
                .satisfies(applied -> {
                    assertThat(applied.n()).isEqualTo(10);
                    assertThat(applied.cutOffs().a()).isEqualByComparingTo("90");
                    assertThat(applied.cutOffs().b()).isEqualByComparingTo("60");
                });
    }

    @Test
    void shouldCalculateCutOffsEveryMinute() {
        fixture.score("alpha", "95");

        fixture.advance(Duration.ofMinutes(1));
        fixture.settle();

        assertThat(fixture.tiers().get("alpha").tier()).isEqualTo(Tier.A);
    }
}
