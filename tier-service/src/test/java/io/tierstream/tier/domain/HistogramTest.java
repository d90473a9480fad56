package io.tierstream.tier.domain;

import static io.tierstream.tier.domain.Grades.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HistogramTest {

    private final Histogram histogram = new Histogram();

    @Test
    void shouldCountTheCustomersOfEachComposite() {
        histogram.add(points("0"));
        histogram.add(points("100"), 2);
        histogram.add(points("100"));
        histogram.remove(points("100"));

        assertThat(histogram.count(points("100"))).isEqualTo(2);
        assertThat(histogram.count(points("0"))).isEqualTo(1);
        assertThat(histogram.count(points("50"))).isZero();
        assertThat(histogram.total()).isEqualTo(3);
    }

    @Test
    void shouldTakeAwayTheLastCustomerButNoneThatIsNotThere() {
        histogram.add(points("50"));

        histogram.remove(points("50"));

        assertThat(histogram.total()).isZero();
        assertThatThrownBy(() -> histogram.remove(points("50"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKnowTheCompositeOfEveryRankThatThereIs() {
        histogram.add(points("12.34"));
        histogram.add(points("100"));

        assertThat(histogram.atRank(1)).isEqualTo(points("100"));
        assertThat(histogram.atRank(2)).isEqualTo(points("12.34"));
        assertThatThrownBy(() -> histogram.atRank(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> histogram.atRank(3)).isInstanceOf(IllegalArgumentException.class);
    }
}
