package io.tierstream.complaints.web;

import io.tierstream.complaints.http.DossierView.HistoryView;
import io.tierstream.complaints.http.DossierView.StandView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a ticket's history as a sentence: a message and what goes into it.
 *
 * @param key of the message
 * @param arguments names and tiers
 * @param why key of a message with the reason, where there is one
 */
public record Sentence(
        String key, List<Object> arguments, @Nullable String why) {

    /** Puts an entry into words. */
    public static Sentence of(HistoryView entry) {
        String kind = "history." + entry.kind();
        String by = entry.by();
        StandView before = entry.before();
        StandView after = entry.after();
        return switch (entry.kind()) {
            case "routed" -> new Sentence(kind, List.of(after.tier().name()), null);
            case "reprioritised" ->
                before != null && before.tier() != after.tier()
                        ? new Sentence(
                                kind + ".tier",
                                List.of(before.tier().name(), after.tier().name()),
                                entry.tierChange() == null || entry.tierChange().cause() == null
                                        ? null
                                        : "cause." + entry.tierChange().cause())
                        : new Sentence(kind, List.of(), reason(entry));
            case "claimed" -> claimed(kind, by, before, after);
            case "recorded" -> new Sentence(kind, List.of(), reason(entry));
            default ->
                by == null
                        ? new Sentence(kind, List.of(), reason(entry))
                        : new Sentence(kind + ".by", List.of(by), null);
        };
    }

    private static Sentence claimed(String kind, @Nullable String by, @Nullable StandView before, StandView after) {
        String holder = String.valueOf(after.assignee());
        if (by == null || by.equals(holder)) {
            return new Sentence(kind + ".by", List.of(holder), null);
        }
        return before == null || before.assignee() == null
                ? new Sentence(kind + ".for", List.of(by, holder), null)
                : new Sentence(kind + ".from", List.of(by, before.assignee(), holder), null);
    }

    private static @Nullable String reason(HistoryView entry) {
        return entry.why() == null ? null : "why." + entry.why();
    }
}
