package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveTest {

    @ParameterizedTest
    @CsvSource({"-5,0.00", "0,0.00", "1000,20.00", "5500,30.00", "10000000,100.00", "99999999,100.00", "0.25,0.01"})
    void shouldRunStraightBetweenBreakpointsAndEndAtTheOuterOnes(BigDecimal x, BigDecimal points) {
        assertThat(Scorecard.standard().volume().points(x)).isEqualTo(points);
    }

    @Test
    void shouldRefuseBreakpointsThatDoNotAscend() {
        assertThatThrownBy(() -> Curve.of(0, 0, 0, 10)).hasMessageContaining("ascend");
        assertThatThrownBy(() -> Curve.of(0, 0)).hasMessageContaining("two");
        assertThatThrownBy(() -> Curve.of(0, 0, 1, 101)).hasMessageContaining("100");
    }

    @Test
    void shouldTakePointsFromZeroToAHundred() {
        assertThat(Curve.of(0, 0, 1, 100).points(new BigDecimal("0.5"))).isEqualTo(new BigDecimal("50.00"));
        assertThatThrownBy(() -> Curve.of(0, -1, 1, 100)).hasMessageContaining("100");
        assertThatThrownBy(() -> Curve.of(5, 0, 1, 100)).hasMessageContaining("ascend");
    }

    @ParameterizedTest
    @CsvSource({"-1,100.00", "0,100.00", "7.5,90.00", "15,80.00", "30,60.00", "60.0001,30.00", "90,0.00", "500,0.00"})
    void shouldFallWithDaysLate(BigDecimal daysLate, BigDecimal points) {
        assertThat(Scorecard.standard().credit().points(daysLate)).isEqualTo(points);
    }
}
