package io.tierstream.tier.http;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.tier.domain.Outlook;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.http.CustomerView.Down;
import io.tierstream.tier.http.CustomerView.Needed;
import io.tierstream.tier.http.CustomerView.Up;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.population.CustomerDirectory;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Finds customers and tells how they stand, and what would move them. */
@Component
public class Customers {

    private final CustomerDirectory directory;
    private final Policies policies;

    Customers(CustomerDirectory directory, Policies policies) {
        this.directory = directory;
        this.policies = policies;
    }

    /**
     * The customer's grade as it was last decided.
     *
     * @throws io.tierstream.tier.population.NotReadyException soon after the start
     */
    public Optional<GradeSnapshot> grade(String customerId) {
        return directory.find(customerId);
    }

    GradeSnapshot known(String customerId) {
        return grade(customerId)
                .orElseThrow(() -> InvalidRequestException.notFound("No customer with this id has been graded yet."));
    }

    /** The customer as an override that has just been applied left it, or later. */
    CustomerView after(Command override, String customerId) {
        GradeSnapshot known = known(customerId);
        ObjectNode after = override.after();
        if (after == null || known.version() >= after.path("version").asLong()) {
            return view(known);
        }
        return view(EventJson.mapper().treeToValue(after, GradeSnapshot.class));
    }

    /** A grade with the cut-offs in force and what would move it. */
    public CustomerView view(GradeSnapshot grade) {
        CutOffs cutOffs = policies.cutOffs()
                .map(applied -> EventJson.mapper().treeToValue(applied.get("cutOffs"), CutOffs.class))
                .orElse(null);
        Outlook outlook = Outlook.of(
                WireTranslator.toDomain(grade),
                WireTranslator.toDomain(policies.ofVersion(grade.policyVersion())),
                WireTranslator.toDomain(cutOffs));
        GradeSnapshot.Profile profile = grade.profile();
        return new CustomerView(
                grade.customerId(),
                profile == null ? null : profile.name(),
                profile == null ? null : profile.accountManager(),
                profile == null ? null : profile.segment(),
                profile == null ? null : profile.region(),
                profile == null ? null : profile.customerSince(),
                grade.tier(),
                grade.computedTier(),
                grade.composite(),
                grade.since(),
                grade.changeNumber(),
                grade.version(),
                grade.policyVersion(),
                grade.scoreVersion(),
                grade.scorecardVersion(),
                grade.mode(),
                grade.override(),
                grade.criteria(),
                cutOffs,
                grade.belowSince(),
                grade.nextDue(),
                up(outlook.up()),
                down(outlook.down()),
                grade.flags(),
                grade.currency(),
                grade.metrics(),
                grade.asOf());
    }

    private static @Nullable Up up(Outlook.@Nullable Up up) {
        return up == null
                ? null
                : new Up(
                        WireTranslator.toWire(up.to()),
                        up.cutOff().toBigDecimal(),
                        decimal(up.missing()),
                        up.alone().stream()
                                .map(needed -> new Needed(
                                        needed.criterion().name().toLowerCase(Locale.ROOT),
                                        decimal(needed.points()),
                                        needed.needed().toBigDecimal()))
                                .toList());
    }

    private static @Nullable Down down(Outlook.@Nullable Down down) {
        return down == null
                ? null
                : new Down(
                        down.cutOff().toBigDecimal(),
                        down.atOnceBelow().toBigDecimal(),
                        down.distance(),
                        down.belowSince(),
                        down.dueAt(),
                        down.to() == null ? null : WireTranslator.toWire(down.to()));
    }

    private static @Nullable BigDecimal decimal(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }
}
