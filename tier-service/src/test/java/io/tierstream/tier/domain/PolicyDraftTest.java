package io.tierstream.tier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.tier.domain.PolicyDraft.BandsDraft;
import io.tierstream.tier.domain.PolicyDraft.Outcome.Accepted;
import io.tierstream.tier.domain.PolicyDraft.Outcome.Rejected;
import io.tierstream.tier.domain.PolicyDraft.Violation;
import io.tierstream.tier.domain.PolicyDraft.WeightsDraft;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDraftTest {

    private static final GradingPolicy ACTIVE = GradingPolicy.INITIAL;

    @Test
    void shouldTakeWhatItLeavesOutFromTheActivePolicyAtAnyDepth() {
        PolicyDraft draft = new PolicyDraft(
                weights(null, null, "50", "10"), Mode.THRESHOLD, null, bands(null, "65"), null, null, null, null);

        GradingPolicy policy = ((Accepted) draft.over(ACTIVE, 2)).policy();

        assertThat(policy.version()).isEqualTo(2);
        assertThat(policy.weights())
                .isEqualTo(new Weights(
                        new BigDecimal("10"), new BigDecimal("30"), new BigDecimal("50"), new BigDecimal("10")));
        assertThat(policy.thresholds()).isEqualTo(Grades.cutOffs("80", "65"));
        assertThat(policy.shares()).isEqualTo(ACTIVE.shares());
        assertThat(policy.demotionGrace()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void shouldAcceptAnEmptyDraft() {
        assertThat(draft(null, null, null, null, null).over(ACTIVE, 2)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRejectMergedWeightsThatDoNotMakeAHundred() {
        assertThat(violations(draft(weights("20", null, null, null), null, null, null, null)))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.pointer()).isEqualTo("/weights");
                    assertThat(violation.code()).isEqualTo("SUM");
                    assertThat(violation.message()).contains("110");
                });
    }

    @Test
    void shouldRejectGradingByCreditAlone() {
        assertThat(violations(draft(weights("100", "0", "0", "0"), null, null, null, null)))
                .extracting(Violation::code)
                .containsExactly("NO_WORTH");
    }

    @Test
    void shouldListAllThatIsWrong() {
        assertThat(violations(draft(
                        weights("-1", "1E+999999999", "0.001", null),
                        bands("0", null),
                        bands("50", "60"),
                        "101",
                        Duration.ofDays(-1))))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/weights/credit", "RANGE"),
                        tuple("/weights/volume", "RANGE"),
                        tuple("/weights/profit", "DECIMALS"),
                        tuple("/shares/A", "TOO_SMALL"),
                        tuple("/thresholds", "ORDER"),
                        tuple("/demotionMargin", "RANGE"),
                        tuple("/demotionGrace", "RANGE"));
    }

    @Test
    void shouldRejectAZeroOfMillionsOfDecimalsInsteadOfExpandingIt() {
        assertThat(violations(draft(null, null, bands("0E-9000000", "0E-9000000"), "0E-9000000", null)))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/thresholds/A", "DECIMALS"),
                        tuple("/thresholds/B", "DECIMALS"),
                        tuple("/demotionMargin", "DECIMALS"));
    }

    @Test
    void shouldRejectSharesOfMoreThanEverybody() {
        assertThat(violations(draft(null, bands("60", "41"), null, null, null)))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/shares", "SUM"));
    }

    @Test
    void shouldTakeWhatStandsExactlyAtItsLimits() {
        PolicyDraft draft = new PolicyDraft(
                weights("0", "100", "0", "0"),
                null,
                bands("40", "60"),
                bands("60.25", "60.25"),
                new BigDecimal("100"),
                Duration.ofDays(3650),
                Duration.ZERO,
                "x".repeat(1000));

        GradingPolicy policy = ((Accepted) draft.over(ACTIVE, 2)).policy();

        assertThat(policy.shares()).isEqualTo(new Shares(new BigDecimal("40"), new BigDecimal("60")));
        assertThat(policy.thresholds()).isEqualTo(Grades.cutOffs("60.25", "60.25"));
        assertThat(policy.demotionMargin()).isEqualTo(Points.MAX);
        assertThat(policy.demotionGrace()).isEqualTo(Duration.ofDays(3650));
        assertThat(policy.comment()).hasSize(1000);
    }

    @Test
    void shouldRejectWhatStandsJustBeyondThem() {
        PolicyDraft draft = new PolicyDraft(
                null,
                null,
                null,
                null,
                null,
                Duration.ofDays(3650).plusNanos(1),
                Duration.ofNanos(-1),
                "x".repeat(1001));

        assertThat(violations(draft))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/demotionGrace", "RANGE"),
                        tuple("/minimumDwell", "RANGE"),
                        tuple("/comment", "TOO_LONG"));
    }

    @Test
    void shouldNotCompareOrSumUpNumbersThatAreNone() {
        assertThat(violations(draft(null, bands("0", "101"), bands("50.001", "60"), null, null)))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/shares/B", "RANGE"), tuple("/thresholds/A", "DECIMALS"));
        assertThat(violations(draft(null, bands("101", "0"), bands("60", "80.001"), null, null)))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/shares/A", "RANGE"), tuple("/thresholds/B", "DECIMALS"));
    }

    private static List<Violation> violations(PolicyDraft draft) {
        return ((Rejected) draft.over(ACTIVE, 2)).violations();
    }

    private static PolicyDraft draft(
            WeightsDraft weights, BandsDraft shares, BandsDraft thresholds, String margin, Duration grace) {
        return new PolicyDraft(
                weights, null, shares, thresholds, margin == null ? null : new BigDecimal(margin), grace, null, null);
    }

    private static WeightsDraft weights(String credit, String volume, String profit, String prospect) {
        return new WeightsDraft(decimal(credit), decimal(volume), decimal(profit), decimal(prospect));
    }

    private static BandsDraft bands(String a, String b) {
        return new BandsDraft(decimal(a), decimal(b));
    }

    private static BigDecimal decimal(String value) {
        return value == null ? null : new BigDecimal(value);
    }
}
