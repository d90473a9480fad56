package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import io.tierstream.scoring.domain.Amounts;
import io.tierstream.scoring.domain.Figures;
import io.tierstream.scoring.domain.Flag;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.Score;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreJsonTest {

    private final ScoreJson json = new ScoreJson();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldWriteWhatTheMapperOfTheContractWrites(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Score score = score(random);
            long version = random.nextInt(3) == 0 ? random.nextLong(Long.MAX_VALUE) : random.nextInt(100);
            byte[] expected = EventJson.mapper()
                    .writeValueAsBytes(ScoreTranslator.published(
                            "c:" + seed, version, score, "EUR", score.figures().asOf()));

            byte[] written = json.write("c:" + seed, version, score, "EUR");

            assertThat(new String(written, StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
    }

    private static Score score(Random random) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if (random.nextBoolean()) {
                flags.add(flag);
            }
        }
        Figures figures = new Figures(
                random.nextInt(30_000),
                new OrderFigures(
                        amount(random),
                        amount(random),
                        amount(random),
                        amount(random),
                        random.nextInt(1_000),
                        0,
                        0,
                        amount(random),
                        amount(random),
                        0),
                optional(random),
                amount(random),
                optional(random),
                optional(random),
                random.nextBoolean() ? null : Integer.valueOf(random.nextInt(500)),
                optional(random),
                amount(random),
                optionalDay(random),
                random.nextInt(100),
                random.nextInt(100),
                optionalDay(random),
                optionalDay(random),
                optional(random),
                null);
        return new Score(
                figures, points(random), points(random), points(random), points(random), flags, random.nextInt(9));
    }

    private static @Nullable Integer optionalDay(Random random) {
        return random.nextBoolean() ? null : Integer.valueOf(random.nextInt(40_000) - 20_000);
    }

    private static @Nullable BigDecimal optional(Random random) {
        return random.nextBoolean() ? null : amount(random);
    }

    private static @Nullable BigDecimal points(Random random) {
        return random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(10_001), 2);
    }

    private static BigDecimal amount(Random random) {
        BigInteger unscaled = new BigInteger(random.nextInt(90), random);
        for (int zeros = random.nextInt(6); zeros > 0; zeros--) {
            unscaled = unscaled.multiply(BigInteger.TEN);
        }
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), Amounts.SCALE);
    }
}
