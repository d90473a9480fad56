package io.tierstream.complaints.domain.ticket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which moves lead back to how a ticket stood before a person moved it.
 *
 * <p>They are moves like any other, recorded and told: what happened is not wiped out, and neither is the time that passed.
 * What was resolved by mistake is reopened, so the time it was resolved is added to its deadline; what waited by mistake
 * gets the time its clock stood.
 */
public final class Undo {

    private Undo() {}

    /** A move, with who gets the ticket for {@link Move#ASSIGN}. */
    public record Step(Move move, @Nullable String assignee) {}

    /** The way back from {@code after} to {@code before}; empty when there is none. */
    public static List<Step> steps(Snapshot before, Snapshot after) {
        String holder = before.assignee();
        return switch (after.state()) {
            case OPEN ->
                switch (before.state()) {
                    case CLAIMED -> holder == null ? List.of() : List.of(new Step(Move.ASSIGN, holder));
                    case RESOLVED -> List.of(step(Move.RESOLVE));
                    case OPEN, WAITING, WITHDRAWN -> List.of();
                };
            case CLAIMED ->
                switch (before.state()) {
                    case OPEN -> List.of(step(Move.RELEASE));
                    case CLAIMED -> holder == null ? List.of() : List.of(new Step(Move.ASSIGN, holder));
                    case WAITING -> List.of(step(Move.WAIT));
                    case RESOLVED, WITHDRAWN -> List.of();
                };
            case WAITING -> before.state() == TicketState.CLAIMED ? List.of(step(Move.RESUME)) : List.of();
            case RESOLVED ->
                switch (before.state()) {
                    case OPEN -> List.of(step(Move.REOPEN));
                    case CLAIMED ->
                        holder == null ? List.of() : List.of(step(Move.REOPEN), new Step(Move.ASSIGN, holder));
                    case WAITING ->
                        holder == null
                                ? List.of()
                                : List.of(step(Move.REOPEN), new Step(Move.ASSIGN, holder), step(Move.WAIT));
                    case RESOLVED, WITHDRAWN -> List.of();
                };
            case WITHDRAWN -> List.of();
        };
    }

    private static Step step(Move move) {
        return new Step(move, null);
    }
}
