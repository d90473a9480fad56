package io.tierstream.complaints.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.Place;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Snapshot;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ticket with its long text, the reason for its place and its history.
 *
 * @param decision the customer's latest change of tier with all that decided it, as {@code tier-changes} told it; absent when
 *     the customer was never graded
 */
public record DossierView(
        @JsonUnwrapped TicketView ticket,
        @Nullable String description,
        @Nullable PlaceView place,
        @Nullable TierChanged decision,
        List<HistoryView> history) {

    static DossierView of(TicketView ticket, Dossier dossier, @Nullable Place place, @Nullable TierChanged decision) {
        return new DossierView(
                ticket,
                dossier.description(),
                place == null ? null : PlaceView.of(place),
                decision,
                dossier.history().stream().map(HistoryView::of).toList());
    }

    /**
     * Why a ticket stands where it stands.
     *
     * @param order the rule in force
     * @param lifted whether it has waited for the maximum and stands above the tiers
     * @param ahead the ticket right before it
     * @param behind the ticket right after it
     */
    public record PlaceView(
            int position,
            int of,
            String order,
            boolean lifted,
            @Nullable NeighbourView ahead,
            @Nullable NeighbourView behind) {

        static PlaceView of(Place place) {
            return new PlaceView(
                    place.position(),
                    place.of(),
                    TicketView.lower(place.order()),
                    place.lifted(),
                    NeighbourView.of(place.ahead()),
                    NeighbourView.of(place.behind()));
        }
    }

    /**
     * A neighbour in the queue.
     *
     * @param decidedBy what put the one before the other: {@code lifted, tier, deadline, severity, opened} or {@code id}
     */
    public record NeighbourView(String complaintId, String decidedBy) {

        static @Nullable NeighbourView of(Place.@Nullable Neighbour neighbour) {
            return neighbour == null
                    ? null
                    : new NeighbourView(neighbour.complaintId(), TicketView.lower(neighbour.decidedBy()));
        }
    }

    /** An entry of the history. */
    public record HistoryView(
            String kind,
            Instant at,
            Instant recordedAt,
            @Nullable String by,
            @Nullable StandView before,
            StandView after,
            @Nullable String why,
            @Nullable TierChangeView tierChange,
            @Nullable String note) {

        static HistoryView of(Happening happening) {
            return new HistoryView(
                    TicketView.lower(happening.kind()),
                    happening.at(),
                    happening.recordedAt(),
                    happening.by(),
                    Optional.ofNullable(happening.before()).map(StandView::of).orElse(null),
                    StandView.of(happening.after()),
                    happening.why() == null ? null : TicketView.lower(happening.why()),
                    Optional.ofNullable(happening.tierChange())
                            .map(TierChangeView::of)
                            .orElse(null),
                    happening.note());
        }
    }

    /** How the ticket stood. */
    public record StandView(
            TicketState state,
            Tier tier,
            Instant dueAt,
            @Nullable String assignee) {

        static StandView of(Snapshot snapshot) {
            return new StandView(snapshot.state(), snapshot.tier(), snapshot.due(), snapshot.assignee());
        }
    }

    /** The tier change that moved it. */
    public record TierChangeView(
            long changeNumber,
            @Nullable String cause,
            @Nullable BigDecimal composite,
            @Nullable BigDecimal previousComposite,
            Instant decidedAt) {

        static TierChangeView of(KnownTier change) {
            return new TierChangeView(
                    change.changeNumber(), change.cause(), change.composite(), change.previousComposite(), change.at());
        }
    }
}
