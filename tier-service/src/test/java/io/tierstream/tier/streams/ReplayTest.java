package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of some customers, hour by hour, through the topology and through a replay that shares no code with it: the
 * replay keeps whole histories in lists and looks backwards through them every hour.
 */
class ReplayTest {

    private static final int HOURS = 24 * 12;
    private static final int CUSTOMERS = 9;

    @TempDir
    Path stateDir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldChangeTiersAsAReplayOfScoresCutOffsAndTimesDoes(long seed) {
        Random random = new Random(seed);
        Protections protections = new Protections(random.nextInt(300), random.nextInt(60), random.nextInt(40));
        try (GradingFixture fixture = new GradingFixture(stateDir)) {
            fixture.activate("protections", WireTranslator.toWire(policy(protections)));
            fixture.answers();
            Map<String, Replayed> replayed = new TreeMap<>();
            int[] inForce = {Integer.MAX_VALUE, Integer.MAX_VALUE};
            for (int hour = 1; hour <= HOURS; hour++) {
                fixture.advance(Duration.ofHours(1));
                Instant now = fixture.now();
                for (Replayed customer : replayed.values()) {
                    customer.timePassed(now);
                }
                List<Integer> sorted = replayed.values().stream()
                        .map(customer -> customer.composites.getLast())
                        .sorted(Comparator.reverseOrder())
                        .toList();
                for (Answer answer : fixture.answers()) {
                    if (answer instanceof Answer.CutOffsApplied applied && applied.cutOffs() != null) {
                        int a = hundredths(applied.cutOffs().a());
                        int b = hundredths(applied.cutOffs().b());
                        assertThat(applied.n()).isEqualTo(sorted.size());
                        assertThat(a).isEqualTo(sorted.get((sorted.size() + 4) / 5 - 1));
                        assertThat(b).isEqualTo(sorted.get((sorted.size() + 1) / 2 - 1));
                        replayed.values().forEach(customer -> customer.cutOffs(a, b, now));
                        inForce[0] = a;
                        inForce[1] = b;
                    }
                }
                if (random.nextInt(40) == 0) {
                    fixture.restart();
                }
                for (int i = 0; i < random.nextInt(3); i++) {
                    String id = "c" + random.nextInt(CUSTOMERS);
                    int composite = 5_000 + random.nextInt(800);
                    Replayed customer = replayed.computeIfAbsent(id, key -> new Replayed(protections, inForce));
                    customer.scored(composite, now);
                    fixture.score(id, BigDecimal.valueOf(composite, 2).toPlainString());
                }
                if (!replayed.isEmpty() && random.nextInt(12) == 0) {
                    List<String> ids = List.copyOf(replayed.keySet());
                    String id = ids.get(random.nextInt(ids.size()));
                    Tier tier = Tier.values()[random.nextInt(3)];
                    Instant until = now.plus(Duration.ofHours(1 + random.nextInt(30)));
                    replayed.get(id).overridden(tier, until, now);
                    fixture.setOverride(seed + "-" + hour, id, tier.name(), until);
                }
            }

            Map<String, List<String>> changes = new HashMap<>();
            for (TierChanged change : fixture.changes()) {
                changes.computeIfAbsent(change.customerId(), id -> new ArrayList<>())
                        .add(line(
                                change.from(),
                                change.to(),
                                change.cause(),
                                change.computedTier(),
                                change.belowSince(),
                                change.decidedAt()));
                assertThat(change.changeNumber())
                        .isEqualTo(changes.get(change.customerId()).size());
            }
            replayed.forEach((id, customer) -> assertThat(changes.get(id))
                    .as("seed %s, %s, %s", seed, id, protections)
                    .isEqualTo(customer.changes));
        }
    }

    private record Protections(int margin, int graceHours, int dwellHours) {}

    private static GradingPolicy policy(Protections protections) {
        PolicyDraft draft = new PolicyDraft(
                null,
                null,
                null,
                null,
                BigDecimal.valueOf(protections.margin, 2),
                Duration.ofHours(protections.graceHours),
                Duration.ofHours(protections.dwellHours),
                null);
        return ((PolicyDraft.Outcome.Accepted) draft.over(GradingPolicy.INITIAL, 2)).policy();
    }

    private static int hundredths(BigDecimal points) {
        return points.movePointRight(2).intValueExact();
    }

    private static String line(
            Tier from, Tier to, TierChangeCause cause, Tier computed, Instant belowSince, Instant decidedAt) {
        return "%s→%s %s, computed %s, below since %s, at %s"
                .formatted(from, to, cause, computed, belowSince, decidedAt);
    }

    /** One customer's history: parallel lists with an entry for every moment at which something moved. */
    private static final class Replayed {

        final List<String> changes = new ArrayList<>();
        final List<Integer> composites = new ArrayList<>();
        private final List<int[]> cutOffs = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private final List<TierChangeCause> causes = new ArrayList<>();
        private final Protections protections;
        private final int[] cutOffsInForce;
        private Tier computed;
        private Instant computedSince;
        private int computedFrom;
        private Tier tier;
        private Instant since;
        private Tier override;
        private Instant overrideUntil;

        Replayed(Protections protections, int[] cutOffsInForce) {
            this.cutOffsInForce = cutOffsInForce;
            this.protections = protections;
        }

        void scored(int composite, Instant now) {
            if (composites.isEmpty()) {
                moment(composite, cutOffsInForce.clone(), now, TierChangeCause.FIRST_GRADING);
                computed = belongs();
                computedSince = now;
                tier = computed;
                since = now;
                changes.add(line(null, tier, TierChangeCause.FIRST_GRADING, computed, null, now));
            } else {
                moment(composite, cutOffs.getLast(), now, TierChangeCause.SCORE);
                judge(TierChangeCause.SCORE, now);
            }
        }

        void cutOffs(int a, int b, Instant now) {
            moment(composites.getLast(), new int[] {a, b}, now, TierChangeCause.CUT_OFF);
            judge(TierChangeCause.CUT_OFF, now);
        }

        void timePassed(Instant now) {
            if (override != null && !overrideUntil.isAfter(now)) {
                Tier before = tier;
                override = null;
                tier = computed;
                if (before != tier) {
                    since = now;
                }
                computedSince = since;
                changes.add(line(before, tier, TierChangeCause.OVERRIDE_ENDED, computed, belowSince(), now));
            }
            judge(null, now);
        }

        void overridden(Tier to, Instant until, Instant now) {
            TierChangeCause cause = override == null ? TierChangeCause.OVERRIDE_SET : TierChangeCause.OVERRIDE_CHANGED;
            Tier before = tier;
            override = to;
            overrideUntil = until;
            tier = to;
            if (before != tier) {
                since = now;
            }
            changes.add(line(before, tier, cause, computed, belowSince(), now));
        }

        private void moment(int composite, int[] cutOff, Instant now, TierChangeCause cause) {
            composites.add(composite);
            cutOffs.add(cutOff);
            times.add(now);
            causes.add(cause);
        }

        private Tier belongs() {
            int composite = composites.getLast();
            return composite >= cutOffs.getLast()[0] ? Tier.A : composite >= cutOffs.getLast()[1] ? Tier.B : Tier.C;
        }

        private int cutOffAt(int moment) {
            return computed == Tier.C ? 0 : cutOffs.get(moment)[computed.ordinal()];
        }

        /** The first of the latest moments, without interruption, at which the composite is below the tier's cut-off. */
        private int firstBelow() {
            int first = composites.size();
            while (first > computedFrom && composites.get(first - 1) < cutOffAt(first - 1)) {
                first--;
            }
            return first;
        }

        private Instant belowSince() {
            int first = firstBelow();
            return first == composites.size() ? null : times.get(first);
        }

        private void judge(TierChangeCause trigger, Instant now) {
            Tier belongs = belongs();
            if (belongs.ordinal() < computed.ordinal()) {
                move(belongs, trigger, null, now);
            } else if (belongs != computed) {
                int first = firstBelow();
                int margin = cutOffAt(composites.size() - 1) - composites.getLast();
                boolean graceOver = !times.get(first)
                        .plus(Duration.ofHours(protections.graceHours))
                        .isAfter(now);
                boolean dwellOver = !computedSince
                        .plus(Duration.ofHours(protections.dwellHours))
                        .isAfter(now);
                if (dwellOver && (margin > protections.margin || graceOver)) {
                    move(belongs, trigger == null ? causes.get(first) : trigger, times.get(first), now);
                }
            }
        }

        private void move(Tier to, TierChangeCause cause, Instant belowSince, Instant now) {
            computed = to;
            computedSince = now;
            computedFrom = composites.size();
            if (override == null) {
                changes.add(line(tier, to, cause, to, belowSince, now));
                tier = to;
                since = now;
            }
        }
    }
}
