package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.tier.domain.Cause;
import io.tierstream.tier.domain.CompositeRange;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.streams.ControlState.Pass;
import io.tierstream.tier.streams.CustomerState.DatedProfile;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireJson;
import io.tierstream.tier.wire.WireTranslator;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** State that an earlier version has written can still be read; the samples are never changed, new ones are added. */
class KeptStateTest {

    private static final Instant AN_INSTANT = Instant.parse("2026-03-01T12:34:56.789Z");

    private static final CustomerState FULL = new CustomerState(
            7,
            new Grade(
                    "alpha",
                    Tier.A,
                    AN_INSTANT,
                    3,
                    new Grade.Computed(
                            Tier.B,
                            AN_INSTANT.plusSeconds(1),
                            new Grade.Below(AN_INSTANT.plusSeconds(2), Cause.CUT_OFF)),
                    new Grade.Basis(
                            new Criteria(Points.of("1.23"), null, Points.MAX, Points.ZERO),
                            Points.of("59.99"),
                            42,
                            2,
                            GradingPolicy.INITIAL.weights(),
                            new io.tierstream.tier.domain.CutOffs(Points.of("80"), Points.of("60"))),
                    new TierOverride(Tier.A, "a prömise", "Ann", AN_INSTANT.plusSeconds(3))),
            AN_INSTANT.plusSeconds(3),
            null,
            new DatedProfile(
                    AN_INSTANT,
                    "/erp 1",
                    new GradeSnapshot.Profile("Älpha Ltd", "Bob", null, "North", LocalDate.parse("2019-05-06"))),
            List.of("command-1", "command-2"));

    private static final Coordinator.State COORDINATOR = new Coordinator.State(
            1,
            9,
            WireTranslator.toWire(GradingPolicy.INITIAL),
            AN_INSTANT,
            List.of("waiting"),
            new Coordinator.Calculation(
                    new Coordinator.Count(8, AN_INSTANT, Set.of(1, 2), Map.of(5_000, 3)), 1, List.of("request")),
            new Coordinator.Activation(
                    Coordinator.Count.of(9, AN_INSTANT),
                    "activation",
                    WireTranslator.toWire(GradingPolicy.INITIAL),
                    "Ann"),
            List.of());

    private static final ControlState CONTROL = new ControlState(
            1,
            WireTranslator.toWire(GradingPolicy.INITIAL),
            new CutOffs(new BigDecimal("80.00"), new BigDecimal("60.00")),
            new ControlState.Announced(5, WireTranslator.toWire(GradingPolicy.INITIAL), true),
            List.of(new Pass(4, List.of(new CompositeRange(10, 20)), null)));

    @Test
    void shouldReadTheCustomerStateOfVersion1() throws IOException {
        assertThat(CustomerStateSerde.read("alpha", HexFormat.of().parseHex(sample("customer-state-v1.hex"))))
                .isEqualTo(FULL);
    }

    @Test
    void shouldReadWhatItWrites() {
        assertThat(CustomerStateSerde.read("alpha", CustomerStateSerde.write(FULL)))
                .isEqualTo(FULL);
        assertThat(CustomerStateSerde.read("alpha", CustomerStateSerde.write(CustomerState.UNKNOWN)))
                .isEqualTo(CustomerState.UNKNOWN);
    }

    @Test
    void shouldReadTheCoordinatorStateOfVersion1() throws IOException {
        assertThat(WireJson.kept(
                        Coordinator.State.class,
                        sample("coordinator-state-v1.json").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(COORDINATOR);
    }

    @Test
    void shouldReadTheControlStateOfVersion1() throws IOException {
        assertThat(WireJson.kept(
                        ControlState.class, sample("control-state-v1.json").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(CONTROL);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = KeptStateTest.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
