package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoordinatorTest {

    private static final int PARTITIONS = 6;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Coordinator.State state = Coordinator.State.initially();
    private Instant now = Instant.parse("2026-03-01T00:00:30Z");
    private final List<Control> controls = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    @Test
    void shouldCalculateCutOffsOverAllPartitionsAsOverOneSortedList() {
        for (long seed = 0; seed < 200; seed++) {
            state = Coordinator.State.initially();
            controls.clear();
            Random random = new Random(seed);
            hear(new Coordination.CutOffsRequested("request"));
            List<Integer> all = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Map<Integer, Integer> counts = new HashMap<>();
                for (int i = random.nextInt(40); i > 0; i--) {
                    int composite = random.nextInt(60);
                    counts.merge(composite, 1, Integer::sum);
                    all.add(composite);
                }
                hear(new Coordination.Counted(1, partition, counts));
            }
            all.sort(Comparator.reverseOrder());

            Control.CutOffsDecided decided = (Control.CutOffsDecided) controls.getLast();

            assertThat(decided.n()).as("seed %s", seed).isEqualTo(all.size());
            assertThat(decided.cutOffs().a().movePointRight(2).intValueExact())
                    .as("seed %s", seed)
                    .isEqualTo(all.get((all.size() + 4) / 5 - 1));
            assertThat(decided.cutOffs().b().movePointRight(2).intValueExact())
                    .as("seed %s", seed)
                    .isEqualTo(all.get((all.size() + 1) / 2 - 1));
        }
    }

    @Test
    void shouldAnswerOnceEveryPartitionHasApplied() {
        hear(new Coordination.CutOffsRequested("request"));
        countedByAll(1);
        for (int partition = 1; partition < PARTITIONS; partition++) {
            hear(new Coordination.Applied(1, partition));
        }
        assertThat(answers).isEmpty();

        hear(new Coordination.Applied(1, 0));

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(((Answer.CutOffsApplied) answer).requestIds())
                        .containsExactly("request"));
    }

    @Test
    void shouldCountAPartitionThatAnswersTwiceOnce() {
        hear(new Coordination.CutOffsRequested("request"));

        for (int i = 0; i < PARTITIONS; i++) {
            hear(new Coordination.Counted(1, 0, Map.of(100, 1)));
        }

        assertThat(controls).hasSize(1);
    }

    @Test
    void shouldLetRequestsThatComeMeanwhileShareTheNextCalculation() {
        hear(new Coordination.CutOffsRequested("first"));
        hear(new Coordination.CutOffsRequested("second"));
        hear(new Coordination.CutOffsRequested("third"));

        countedByAll(1);

        assertThat(controls)
                .hasExactlyElementsOfTypes(
                        Control.CountWanted.class, Control.CutOffsDecided.class, Control.CountWanted.class);
        countedByAll(2);
        appliedByAll(1);
        appliedByAll(2);
        assertThat(answers)
                .extracting(answer -> ((Answer.CutOffsApplied) answer).requestIds())
                .containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void shouldCalculateAtEveryMultipleOfTheInterval() {
        tick();
        countedByAll(1);
        tick();
        assertThat(controls).hasSize(2);

        now = Instant.parse("2026-03-01T00:01:00Z");
        tick();

        assertThat(controls.getLast()).isEqualTo(new Control.CountWanted(2));
    }

    @Test
    void shouldAskAgainForCountsThatWereLost() {
        hear(new Coordination.CutOffsRequested("request"));
        now = now.plus(Coordinator.PATIENCE).plusSeconds(1);

        tick();
        countedByAll(2);
        appliedByAll(2);

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(((Answer.CutOffsApplied) answer).requestIds())
                        .containsExactly("request"));
    }

    @Test
    void shouldCalculateAgainWhenAPolicyTookOverMeanwhile() {
        hear(new Coordination.CutOffsRequested("request"));
        hear(new Coordination.ActivationRequested("activation", policy(2), "Ann"));
        countedByAll(2);

        countedByAll(1);

        assertThat(controls)
                .hasExactlyElementsOfTypes(
                        Control.CountWanted.class,
                        Control.PolicyAnnounced.class,
                        Control.PolicyTookOver.class,
                        Control.CountWanted.class);
    }

    @Test
    void shouldSayWhenAPolicyIsInForceEverywhere() {
        hear(new Coordination.ActivationRequested("activation", policy(2), "Ann"));
        countedByAll(1);
        assertThat(answers).isEmpty();

        appliedByAll(1);

        assertThat(answers).hasExactlyElementsOfTypes(Answer.PolicyInForce.class, Answer.CutOffsApplied.class);
        assertThat(((Answer.PolicyInForce) answers.getFirst()).by()).isEqualTo("Ann");
    }

    @Test
    void shouldRefuseAnActivationThatAnotherOneOvertakes() {
        hear(new Coordination.ActivationRequested("first", policy(2), "Ann"));
        hear(new Coordination.ActivationRequested("second", policy(3), "Ann"));

        countedByAll(1);
        countedByAll(2);

        assertThat(answers)
                .containsExactly(new Answer.PolicyRefused("first", 2, Answer.PolicyRefused.Reason.SUPERSEDED));
        assertThat(((Control.PolicyTookOver) controls.getLast()).policy().policyVersion())
                .isEqualTo(3);
    }

    private void hear(Coordination heard) {
        take(Coordinator.hear(state, heard, PARTITIONS, now));
    }

    private void tick() {
        take(Coordinator.tick(state, MINUTE, PARTITIONS, now));
    }

    private void countedByAll(long epoch) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            hear(new Coordination.Counted(epoch, partition, Map.of(5_000 + partition, 2)));
        }
    }

    private void appliedByAll(long epoch) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            hear(new Coordination.Applied(epoch, partition));
        }
    }

    private void take(Coordinator.Outcome outcome) {
        state = outcome.state();
        controls.addAll(outcome.controls());
        answers.addAll(outcome.answers());
    }

    private static Policy policy(int version) {
        PolicyDraft draft = new PolicyDraft(null, Mode.THRESHOLD, null, null, null, null, null, null);
        return WireTranslator.toWire(
                ((PolicyDraft.Outcome.Accepted) draft.over(GradingPolicy.INITIAL, version)).policy());
    }
}
