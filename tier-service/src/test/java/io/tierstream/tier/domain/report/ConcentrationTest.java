package io.tierstream.tier.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcentrationTest {

    @Test
    void shouldFindAnEvenSpreadHardlyWorthGrading() {
        Concentration even = Concentration.of(new long[] {50_000, 50_000, 50_000, 50_000, 50_000}, 4);

        assertThat(even.gini()).isEqualByComparingTo("0");
        assertThat(even.topFifth()).isEqualByComparingTo("0.2");
        assertThat(even.total()).isEqualByComparingTo("25");
        assertThat(even.verdict()).isEqualTo(Concentration.Verdict.HARDLY);
    }

    @Test
    void shouldFindOneThatBringsAllHighlyConcentrated() {
        Concentration one = Concentration.of(new long[] {0, 0, 0, 0, 70_000, -30_000, 0, 0, 0, 0}, 4);

        assertThat(one.gini()).isEqualByComparingTo("0.9");
        assertThat(one.topFifth()).isEqualByComparingTo("1");
        assertThat(one.total()).isEqualByComparingTo("7");
        assertThat(one.verdict()).isEqualTo(Concentration.Verdict.CLEARLY);
    }

    @Test
    void shouldSayNothingWithoutValue() {
        Concentration none = Concentration.of(new long[] {0, -5}, 4);

        assertThat(none.gini()).isNull();
        assertThat(none.curve()).isEmpty();
        assertThat(none.verdict()).isEqualTo(Concentration.Verdict.UNKNOWN);
        assertThat(Concentration.of(new long[0], 4).verdict()).isEqualTo(Concentration.Verdict.UNKNOWN);
    }

    @Test
    void shouldFindGradingClearlyWorthItFromSixtyPercentAndSomewhatFromForty() {
        assertThat(verdict(60)).isEqualTo(Concentration.Verdict.CLEARLY);
        assertThat(verdict(59)).isEqualTo(Concentration.Verdict.SOMEWHAT);
        assertThat(verdict(40)).isEqualTo(Concentration.Verdict.SOMEWHAT);
        assertThat(verdict(39)).isEqualTo(Concentration.Verdict.HARDLY);
    }

    /** Of five customers of whom the best brings so many percent. */
    private static Concentration.Verdict verdict(long best) {
        long rest = (100 - best) * 25;
        return Concentration.of(new long[] {rest, rest, best * 100, rest, rest}, 4)
                .verdict();
    }

    @Test
    void shouldDrawThePointsOfTheCurveOnceEach() {
        Concentration three = Concentration.of(new long[] {20_000, 30_000, 50_000}, 4);

        assertThat(three.curve())
                .containsExactly(
                        point("0.0000", "0.0000"),
                        point("0.3333", "0.5000"),
                        point("0.6667", "0.8000"),
                        point("1.0000", "1.0000"));
    }

    private static Concentration.Point point(String customers, String value) {
        return new Concentration.Point(new BigDecimal(customers), new BigDecimal(value));
    }

    @Test
    void shouldStayExactWhereTheSumIsLargerThanALong() {
        long huge = Long.MAX_VALUE;

        Concentration concentration = Concentration.of(new long[] {huge, huge, huge, huge}, 4);

        assertThat(concentration.total())
                .isEqualByComparingTo(new BigDecimal(Long.MAX_VALUE)
                        .multiply(BigDecimal.valueOf(4))
                        .movePointLeft(4));
        assertThat(concentration.gini()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithTheDefinitionOfGiniAndShares(long seed) {
        Random random = new Random(seed);
        long[] values = random.longs(3 + random.nextInt(200), 0, 1_000_000).toArray();
        long[] given = values.clone();

        Concentration concentration = Concentration.of(given, 4);

        // Half the mean absolute difference over the mean.
        BigDecimal differences = BigDecimal.ZERO;
        for (long one : values) {
            for (long other : values) {
                differences = differences.add(BigDecimal.valueOf(Math.abs(one - other)));
            }
        }
        long total = Arrays.stream(values).sum();
        BigDecimal gini = differences.divide(
                BigDecimal.valueOf(2L * values.length).multiply(BigDecimal.valueOf(total)), 4, RoundingMode.HALF_UP);
        assertThat(concentration.gini()).as("seed %s", seed).isEqualByComparingTo(gini);
        Arrays.sort(values);
        int fifth = (values.length + 4) / 5;
        long top = Arrays.stream(values, values.length - fifth, values.length).sum();
        assertThat(concentration.topFifth())
                .as("seed %s", seed)
                .isEqualByComparingTo(
                        BigDecimal.valueOf(top).divide(BigDecimal.valueOf(total), 4, RoundingMode.HALF_UP));
        assertThat(concentration.curve().getFirst().value()).isEqualByComparingTo("0");
        assertThat(concentration.curve().getLast().value()).isEqualByComparingTo("1");
        assertThat(concentration.curve().getLast().customers()).isEqualByComparingTo("1");
    }
}
