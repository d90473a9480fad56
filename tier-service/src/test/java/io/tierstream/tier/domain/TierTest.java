package io.tierstream.tier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TierTest {

    @Test
    void shouldStandAboveTheTiersAfterItAlone() {
        assertThat(Tier.A.isAbove(Tier.B)).isTrue();
        assertThat(Tier.B.isAbove(Tier.C)).isTrue();
        assertThat(Tier.B.isAbove(Tier.B)).isFalse();
        assertThat(Tier.C.isAbove(Tier.A)).isFalse();
    }
}
