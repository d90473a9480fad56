package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.SettingsPreview;
import io.tierstream.complaints.domain.ticket.SettingsPreview.Counts;
import io.tierstream.complaints.domain.ticket.SettingsPreview.Move;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What settings would do to the open tickets if they were put in force now.
 *
 * @param version of the settings in force, for {@code If-Match}
 * @param settings that would be in force, complete
 * @param all counts over all tiers
 * @param tiers counts per tier
 * @param items tickets whose deadline would move, those first that would be late or at risk on the spot
 */
@Schema(name = "SlaPreview")
public record SlaPreviewView(
        long version, SlaView settings, CountsView all, Map<String, CountsView> tiers, List<MoveView> items) {

    static SlaPreviewView of(SlaPolicy current, SlaPolicy wanted, SettingsPreview preview) {
        Map<String, CountsView> tiers = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name(), CountsView.of(preview.tiers().get(tier)));
        }
        return new SlaPreviewView(
                current.version(),
                SlaView.of(wanted.withVersion(current.version() + 1)),
                CountsView.of(preview.all()),
                tiers,
                preview.moves().stream().map(MoveView::of).toList());
    }

    /** Open tickets, how many would move, and how many are late or at risk before and after. */
    @Schema(name = "SlaPreviewCounts")
    public record CountsView(
            int tickets,
            int moved,
            int earlier,
            int later,
            int breachedBefore,
            int breachedAfter,
            int newlyBreached,
            int atRiskBefore,
            int atRiskAfter,
            int newlyAtRisk) {

        static CountsView of(@Nullable Counts given) {
            Counts counts = given == null ? Counts.NONE : given;
            return new CountsView(
                    counts.tickets(),
                    counts.moved(),
                    counts.earlier(),
                    counts.later(),
                    counts.breachedBefore(),
                    counts.breachedAfter(),
                    counts.newlyBreached(),
                    counts.atRiskBefore(),
                    counts.atRiskAfter(),
                    counts.newlyAtRisk());
        }
    }

    /** A ticket whose deadline would move. */
    @Schema(name = "SlaPreviewMove")
    public record MoveView(
            String complaintId,
            String customerId,
            String subject,
            Tier tier,
            TicketState state,
            Instant dueBefore,
            Instant dueAfter,
            String urgencyBefore,
            String urgencyAfter) {

        static MoveView of(Move move) {
            return new MoveView(
                    move.ticket().complaintId(),
                    move.ticket().complaint().customerId(),
                    move.ticket().complaint().subject(),
                    move.ticket().tier(),
                    move.ticket().state(),
                    move.before(),
                    move.after(),
                    TicketView.lower(move.urgencyBefore()),
                    TicketView.lower(move.urgencyAfter()));
        }
    }
}
