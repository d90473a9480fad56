package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tierstream.complaints.application.SlaStore.Effect;
import io.tierstream.complaints.application.SlaStore.SlaChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The changes of SLA settings as callers see them: who, when, before, after. */
public final class SlaHistory {

    private SlaHistory() {}

    /**
     * A change.
     *
     * @param by who made it; absent for the built-in settings
     * @param before absent for the first
     * @param changed which settings differ
     * @param tickets what it came to, as counted right before it
     */
    @Schema(name = "SlaChange")
    public record Entry(
            long version,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable SlaView before,
            SlaView after,
            List<String> changed,
            @Nullable Effect tickets) {}

    /** Entries of these changes, the latest first. */
    public static List<Entry> of(List<SlaChange> changes) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            SlaChange change = changes.get(i);
            SlaView after = SlaView.of(change.policy());
            SlaView before =
                    i + 1 < changes.size() ? SlaView.of(changes.get(i + 1).policy()) : null;
            entries.add(new Entry(
                    change.policy().version(),
                    change.by(),
                    change.at(),
                    before,
                    after,
                    before == null ? List.of() : differences(before, after),
                    change.effect()));
        }
        return entries;
    }

    private static List<String> differences(SlaView before, SlaView after) {
        List<String> changed = new ArrayList<>();
        before.tiers()
                .forEach((tier, sla) ->
                        note(changed, "tiers/" + tier, sla, after.tiers().get(tier)));
        note(changed, "calendar", before.calendar(), after.calendar());
        note(changed, "calendars", before.calendars(), after.calendars());
        note(changed, "promotionGrace", before.promotionGrace(), after.promotionGrace());
        note(changed, "onDemotion", before.onDemotion(), after.onDemotion());
        note(changed, "atRiskShare", before.atRiskShare(), after.atRiskShare());
        note(changed, "order", before.order(), after.order());
        note(changed, "maximumWait", before.maximumWait(), after.maximumWait());
        return changed;
    }

    private static void note(List<String> changed, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add("/" + name);
        }
    }
}
