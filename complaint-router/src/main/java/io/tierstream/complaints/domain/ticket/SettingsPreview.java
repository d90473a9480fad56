package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What new settings would do to the tickets in the queue, before they are in force.
 *
 * @param tiers counts for every tier
 * @param moves the tickets whose deadline would move, those first that would be late on the spot, then those at risk on the
 *     spot, then by deadline; not all of them when there are more than were asked for
 */
public record SettingsPreview(Map<Tier, Counts> tiers, List<Move> moves) {

    private static final Comparator<Move> WORST_FIRST = Comparator.comparing(
                    (Move move) -> !move.becomes(Urgency.BREACHED))
            .thenComparing(move -> !move.becomes(Urgency.AT_RISK))
            .thenComparing(Move::after)
            .thenComparing(move -> move.ticket().complaintId());

    public SettingsPreview {
        tiers = Map.copyOf(tiers);
        moves = List.copyOf(moves);
    }

    /**
     * A ticket whose deadline would move.
     *
     * @param before its deadline
     * @param after the deadline it would have
     */
    public record Move(Ticket ticket, Instant before, Instant after, Urgency urgencyBefore, Urgency urgencyAfter) {

        private boolean becomes(Urgency urgency) {
            return urgencyAfter == urgency && urgencyBefore != urgency;
        }
    }

    /**
     * Tickets of a tier, or of all.
     *
     * @param tickets in the queue
     * @param moved whose deadline would move
     * @param earlier of these, to an earlier time
     * @param breachedBefore late now
     * @param breachedAfter late at once under the new settings
     * @param newlyBreached late at once and not late now
     * @param atRiskBefore at risk now
     * @param atRiskAfter at risk at once under the new settings
     * @param newlyAtRisk at risk at once and neither at risk nor late now
     */
    public record Counts(
            int tickets,
            int moved,
            int earlier,
            int breachedBefore,
            int breachedAfter,
            int newlyBreached,
            int atRiskBefore,
            int atRiskAfter,
            int newlyAtRisk) {

        /** No tickets. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Those that would move to a later time. */
        public int later() {
            return moved - earlier;
        }

        Counts plus(Counts other) {
            return new Counts(
                    tickets + other.tickets,
                    moved + other.moved,
                    earlier + other.earlier,
                    breachedBefore + other.breachedBefore,
                    breachedAfter + other.breachedAfter,
                    newlyBreached + other.newlyBreached,
                    atRiskBefore + other.atRiskBefore,
                    atRiskAfter + other.atRiskAfter,
                    newlyAtRisk + other.newlyAtRisk);
        }

        private static Counts of(Move move) {
            boolean moved = !move.after().equals(move.before());
            return new Counts(
                    1,
                    one(moved),
                    one(move.after().isBefore(move.before())),
                    one(move.urgencyBefore() == Urgency.BREACHED),
                    one(move.urgencyAfter() == Urgency.BREACHED),
                    one(move.becomes(Urgency.BREACHED)),
                    one(move.urgencyBefore() == Urgency.AT_RISK),
                    one(move.urgencyAfter() == Urgency.AT_RISK),
                    one(move.becomes(Urgency.AT_RISK) && move.urgencyBefore() != Urgency.BREACHED));
        }

        private static int one(boolean counts) {
            return counts ? 1 : 0;
        }
    }

    /**
     * Looks at every ticket.
     *
     * @param current the settings in force
     * @param wanted the new ones, with a higher version
     * @param most so many moves are kept
     */
    public static SettingsPreview of(
            Stream<Ticket> tickets, SlaPolicy current, SlaPolicy wanted, Instant now, int most) {
        Map<Tier, Counts> counts = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            counts.put(tier, Counts.NONE);
        }
        List<Move> moves = new ArrayList<>();
        tickets.forEach(ticket -> {
            Instant after = ticket.dueUnder(wanted);
            Move move = new Move(
                    ticket, ticket.due(), after, ticket.urgency(current, now), ticket.urgency(wanted, after, now));
            counts.merge(ticket.tier(), Counts.of(move), Counts::plus);
            if (most > 0 && !move.after().equals(move.before())) {
                moves.add(move);
            }
        });
        moves.sort(WORST_FIRST);
        return new SettingsPreview(counts, moves.subList(0, Math.min(most, moves.size())));
    }

    /** Counts over all tiers. */
    public Counts all() {
        return tiers.values().stream().reduce(Counts.NONE, Counts::plus);
    }
}
