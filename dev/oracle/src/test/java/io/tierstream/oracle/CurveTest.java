package io.tierstream.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveTest {

    @ParameterizedTest
    @CsvSource({"-5, 100", "0, 100", "7.5, 90", "15, 80", "0.0001, 100", "0.0038, 99.99", "45, 45", "90, 0", "900, 0"})
    void shouldDrawStraightLinesBetweenBreakpointsAndClampTheEnds(BigDecimal days, BigDecimal points) {
        assertThat(Settings.defaults().credit().at(days)).isEqualByComparingTo(points);
    }
}
