package io.tierstream.tier.http;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.wire.GradeSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A customer in a list. */
public record CustomerSummary(
        String customerId,
        @Nullable String name,
        @Nullable String accountManager,
        Tier tier,
        Tier computedTier,
        @Nullable BigDecimal composite,
        Instant since,
        long changeNumber,
        int policyVersion,
        List<Flag> flags,
        GradeSnapshot.@Nullable Override override) {

    /** What a list shows of a grade. */
    public static CustomerSummary of(GradeSnapshot grade) {
        GradeSnapshot.Profile profile = grade.profile();
        return new CustomerSummary(
                grade.customerId(),
                profile == null ? null : profile.name(),
                profile == null ? null : profile.accountManager(),
                grade.tier(),
                grade.computedTier(),
                grade.composite(),
                grade.since(),
                grade.changeNumber(),
                grade.policyVersion(),
                grade.flags(),
                grade.override());
    }
}
