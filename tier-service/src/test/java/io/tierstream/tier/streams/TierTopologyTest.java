package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void shouldAnnounceAChangeWithAllThatDecidedIt() {
        fixture.score("alpha", "50", "20", "20", null);
        fixture.name("alpha", "Alpha Ltd", GradingFixture.START);
        fixture.score("beta", "60");
        fixture.calculateCutOffs("first");
        fixture.changes();

        fixture.score("alpha", "50", "90", "90", null);

        assertThat(fixture.changes()).singleElement().satisfies(change -> {
            assertThat(change.name()).isEqualTo("Alpha Ltd");
            assertThat(change.cause()).isEqualTo(TierChangeCause.SCORE);
            assertThat(change.composite()).isEqualByComparingTo("86");
            assertThat(change.previousComposite()).isEqualByComparingTo("23");
            assertThat(change.scoreVersion()).isEqualTo(2);
            assertThat(change.criteria())
                    .extracting(part -> part.criterion() + " " + part.contribution())
                    .containsExactly("credit 5.00", "volume 27.00", "profit 54.00", "prospect null");
            assertThat(change.changeNumber()).isEqualTo(2);
        });
    }

    @Test
    void shouldIgnoreAScoreThatIsNotNewer() {
        fixture.score("alpha", "90");
        fixture.snapshots();

        fixture.repeatScore("alpha", "10");

        assertThat(fixture.snapshots()).isEmpty();
    }

    @Test
    void shouldTellTheLatestSnapshotOfACustomer() {
        fixture.score("alpha", "90");
        fixture.name("alpha", "Alpha Ltd", GradingFixture.START);

        List<GradeSnapshot> snapshots = fixture.snapshots();

        assertThat(snapshots).extracting(GradeSnapshot::version).containsExactly(1L, 2L);
        assertThat(snapshots.getLast().profile().name()).isEqualTo("Alpha Ltd");
        assertThat(snapshots.getLast().composite()).isEqualByComparingTo("90");
    }

    @Test
    void shouldKeepTheNameOfTheLatestEventWhateverArrivesLast() {
        fixture.score("alpha", "90");
        fixture.name("alpha", "New", GradingFixture.START.minusSeconds(1));
        fixture.name("alpha", "Old", GradingFixture.START.minusSeconds(2));

        assertThat(fixture.snapshots().getLast().profile().name()).isEqualTo("New");
    }

    @Test
    void shouldEndAnOverrideOnTimeWithoutAnEvent() {
        fixture.score("alpha", "10");
        fixture.setOverride("command", "alpha", "A", GradingFixture.START.plus(Duration.ofDays(2)));
        assertThat(fixture.tiers().get("alpha").tier()).isEqualTo(Tier.A);
        fixture.changes();

        fixture.advance(Duration.ofDays(2));

        assertThat(fixture.changes())
                .filteredOn(change -> change.cause() == TierChangeCause.OVERRIDE_ENDED)
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.to()).isEqualTo(Tier.C);
                    assertThat(change.decidedAt()).isEqualTo(GradingFixture.START.plus(Duration.ofDays(2)));
                    assertThat(change.override().reason()).isEqualTo("a reason");
                });
    }

    @Test
    void shouldObeyACommandOnceAndAnswerEveryTime() {
        fixture.score("alpha", "10");
        fixture.setOverride("command", "alpha", "A", null);
        fixture.setOverride("command", "alpha", "A", null);
        fixture.setOverride("other", "nobody", "A", null);

        assertThat(fixture.changes())
                .filteredOn(change -> change.cause() == TierChangeCause.OVERRIDE_SET)
                .hasSize(1);
        List<Answer> answers = fixture.answers();
        assertThat(answers)
                .filteredOn(Answer.OverrideApplied.class::isInstance)
                .extracting(answer -> ((Answer.OverrideApplied) answer).grade().tier())
                .containsExactly(Tier.A, Tier.A);
        assertThat(answers)
                .filteredOn(Answer.OverrideRefused.class::isInstance)
                .containsExactly(
                        new Answer.OverrideRefused("other", "nobody", Answer.OverrideRefused.Reason.UNKNOWN_CUSTOMER));
    }

    @Test
    void shouldDemoteAtTheEndOfTheGraceAlsoAfterARestart() {
        fixture.activate("fixed", thresholds(2));
        fixture.score("alpha", "90");
        fixture.score("alpha", "79");
        Instant below = fixture.now();
        fixture.changes();
        fixture.restart();

        fixture.advance(Duration.ofDays(30));

        assertThat(fixture.changes()).singleElement().satisfies(change -> {
            assertThat(change.from()).isEqualTo(Tier.A);
            assertThat(change.to()).isEqualTo(Tier.B);
            assertThat(change.cause()).isEqualTo(TierChangeCause.SCORE);
            assertThat(change.belowSince()).isEqualTo(below);
            assertThat(change.decidedAt()).isEqualTo(below.plus(Duration.ofDays(30)));
        });
    }

    @Test
    void shouldLetAPolicyTakeOverOnceItsCutOffsAreKnown() {
        for (int i = 1; i <= 10; i++) {
            fixture.score("c" + i, null, String.valueOf(100 - i * 10), String.valueOf(i * 10), null);
        }
        fixture.calculateCutOffs("first");
        fixture.changes();

        fixture.activate("activation", volumeOnly(2));

        assertThat(fixture.changes()).isNotEmpty().allSatisfy(change -> {
            assertThat(change.cause()).isEqualTo(TierChangeCause.POLICY);
            assertThat(change.policyVersion()).isEqualTo(2);
            assertThat(change.cutOffs().a()).isEqualByComparingTo("80");
            assertThat(change.cutOffs().b()).isEqualByComparingTo("50");
        });
        assertThat(fixture.tiers().values())
                .allSatisfy(tier -> assertThat(tier.policyVersion()).isEqualTo(2));
        assertThat(fixture.answers())
                .anySatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.PolicyInForce.class,
                                inForce -> assertThat(inForce.requestId()).isEqualTo("activation")));
    }

    @Test
    void shouldRefuseToActivateThePolicyInForce() {
        fixture.activate("again", WireTranslator.toWire(GradingPolicy.INITIAL));

        assertThat(fixture.answers())
                .contains(new Answer.PolicyRefused("again", 1, Answer.PolicyRefused.Reason.IN_FORCE));
    }

    @Test
    void shouldDeadLetterCustomerRecordsThatCannotBeReadAndGoOn() {
        fixture.raw(Topics.CUSTOMERS, GradingFixture.bytes("alpha"), GradingFixture.bytes("{no event"));
        fixture.score("alpha", "50");
        fixture.name("alpha", "Alpha Ltd", GradingFixture.START);

        assertThat(fixture.records(Topics.deadLetters(Topics.CUSTOMERS)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(GradingFixture.bytes("{no event"));
                    assertThat(letter.headers().lastHeader(DeadLetters.REASON).value())
                            .isEqualTo(GradingFixture.bytes("UNREADABLE"));
                    assertThat(letter.headers().lastHeader(DeadLetters.ORIGIN).value())
                            .isEqualTo(GradingFixture.bytes("customers-0@0"));
                });
        assertThat(fixture.snapshots().getLast().profile().name()).isEqualTo("Alpha Ltd");
    }

    @Test
    void shouldDeadLetterACustomerEventOfTheFarFuture() {
        fixture.name("alpha", "Alpha Ltd", GradingFixture.START.plus(Duration.ofHours(25)));

        assertThat(fixture.records(Topics.deadLetters(Topics.CUSTOMERS)))
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.headers().lastHeader(DeadLetters.REASON).value())
                        .isEqualTo(GradingFixture.bytes("FUTURE_TIME")));
    }

    @Test
    void shouldPassOnTheTraceAndMeasureFromTheAcceptance() {
        fixture.score("beta", "10");
        fixture.calculateCutOffs("first");
        fixture.records(Topics.TIER_CHANGES);
        Lineage cause = new Lineage(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                fixture.now().minus(Duration.ofMillis(300)));

        fixture.scoreAfter(cause, "alpha", "50");

        assertThat(fixture.records(Topics.TIER_CHANGES))
                .extracting(change -> Lineage.of(change.headers()))
                .containsExactly(cause);
        assertThat(fixture.meters
                        .timer("tierstream.latency", "stage", "decided")
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
        assertThat(fixture.meters
                        .counter("tierstream.tier.changes", "cause", "FIRST_GRADING", "from", "none", "to", "A")
                        .count())
                .isEqualTo(1);
        assertThat(fixture.meters.get("tierstream.cutoffs.epoch").gauge().value())
                .isPositive();
    }

    @Test
    void shouldCountDeadLettersByReasonFromZero() {
        assertThat(deadLetters("UNREADABLE")).isZero();

        fixture.raw(Topics.CUSTOMERS, null, GradingFixture.bytes("{"));

        assertThat(deadLetters("UNREADABLE")).isEqualTo(1);
        assertThat(deadLetters("INVALID")).isZero();
    }

    private double deadLetters(String reason) {
        return fixture.meters
                .get("tierstream.dead.letters")
                .tags("topic", Topics.CUSTOMERS, "reason", reason)
                .counter()
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer-scores", "tier-control", "tier-coordination", "tier-counts", "tier-customers"})
    void shouldSkipAndCountPoisonElsewhere(String topic) {
        for (String poison : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"kind\":\"counted\"}",
                "{\"kind\":\"set-override\",\"commandId\":\"1\"}",
                "{\"kind\":\"policy-announced\",\"epoch\":1,\"policy\":{}}",
                "{\"kind\":\"counted\",\"epoch\":1,\"partition\":0,\"counts\":{\"99999\":1}}")) {
            fixture.raw(topic, null, GradingFixture.bytes(poison));
        }
        fixture.raw(topic, null, null);

        fixture.score("alpha", "50");
        fixture.calculateCutOffs("after");

        assertThat(fixture.tiers().get("alpha").tier()).isEqualTo(Tier.A);
        assertThat(fixture.meters
                        .counter("tierstream.records", "topic", topic, "outcome", "skipped")
                        .count())
                .isEqualTo(10);
    }

    @Test
    void shouldCutPassesOverManyCustomersIntoSlicesAndLetEventsFlowBetweenThem() {
        fixture.close();
        fixture = new GradingFixture(stateDir.resolve("sliced"), new TierSettings.Slices(7, Duration.ofMillis(100)));
        for (int i = 0; i < 100; i++) {
            fixture.score("c" + i, String.valueOf(i));
        }
        fixture.changes();
        fixture.coordinate(new Coordination.CutOffsRequested("now"));
        assertThat(fixture.answers()).as("the pass is on its way").isEmpty();

        fixture.score("c99", "100");
        assertThat(fixture.tiers().get("c99").tier())
                .as("a score in between is judged by the new cut-offs")
                .isEqualTo(Tier.A);
        assertThat(fixture.changes()).hasSize(1);

        fixture.restart();
        fixture.settle();
        assertThat(fixture.changes())
                .extracting(TierChanged::to)
                .containsOnly(Tier.A, Tier.B)
                .hasSize(49);
        assertThat(fixture.answers())
                .filteredOn(Answer.CutOffsApplied.class::isInstance)
                .map(Answer.CutOffsApplied.class::cast)
                .filteredOn(applied -> applied.requestIds().contains("now"))
                .hasSize(1);
    }

    private static Policy thresholds(int version) {
        PolicyDraft draft = new PolicyDraft(null, Mode.THRESHOLD, null, null, null, null, null, null);
        return WireTranslator.toWire(
                ((PolicyDraft.Outcome.Accepted) draft.over(GradingPolicy.INITIAL, version)).policy());
    }

    private static Policy volumeOnly(int version) {
        PolicyDraft draft = new PolicyDraft(
                new PolicyDraft.WeightsDraft(
                        BigDecimal.ZERO, BigDecimal.valueOf(100), BigDecimal.ZERO, BigDecimal.ZERO),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return WireTranslator.toWire(
                ((PolicyDraft.Outcome.Accepted) draft.over(GradingPolicy.INITIAL, version)).policy());
    }
}
