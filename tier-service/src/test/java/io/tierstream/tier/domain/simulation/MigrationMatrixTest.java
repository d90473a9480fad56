package io.tierstream.tier.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.Tier;
import org.junit.jupiter.api.Test;

class MigrationMatrixTest {

    @Test
    void shouldSayHowManyGoFromWhereToWhere() {
        MigrationMatrix matrix = new MigrationMatrix();

        count(matrix, Tier.A, 1, 2, 4);
        count(matrix, Tier.B, 8, 16, 32);
        count(matrix, Tier.C, 64, 128, 256);

        assertThat(matrix.get(Tier.A, Tier.C)).isEqualTo(4);
        assertThat(matrix.get(Tier.C, Tier.A)).isEqualTo(64);
        assertThat(matrix.total()).isEqualTo(511);
        assertThat(matrix.before(Tier.B)).isEqualTo(8 + 16 + 32);
        assertThat(matrix.after(Tier.B)).isEqualTo(2 + 16 + 128);
        assertThat(matrix.moved()).isEqualTo(511 - 1 - 16 - 256);
        assertThat(matrix.promoted()).isEqualTo(8 + 64 + 128);
    }

    private static void count(MigrationMatrix matrix, Tier from, int... to) {
        for (Tier tier : Tier.values()) {
            for (int i = 0; i < to[tier.ordinal()]; i++) {
                matrix.count(from, tier);
            }
        }
    }
}
