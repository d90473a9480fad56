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
}
