package io.tierstream.complaints.domain.ticket;

import java.util.List;

/** What a decision comes to. */
public sealed interface Outcome {

    /**
     * The file changed.
     *
     * @param happenings what happened, in order; the published kinds are told to others
     * @param progress how far the work was right after each of them
     */
    record Changed(ComplaintFile after, List<Happening> happenings, List<Progress> progress) implements Outcome {
        public Changed {
            happenings = List.copyOf(happenings);
            progress = List.copyOf(progress);
        }
    }

    /** There was nothing to do. */
    record Unchanged(Reason reason) implements Outcome {

        /** Why not. */
        public enum Reason {
            /** The same event, or the same content, again. */
            REPEAT,
            /** A tier change that is not newer than the one the ticket has. */
            OLD_TIER_CHANGE,
            /** The tier is the one the ticket has. */
            SAME_TIER,
            /** The ticket is closed; it takes the tier when it is reopened. */
            CLOSED,
            /** No deadline to announce yet. */
            NOTHING_DUE,
            /** The deadline is the one that the settings in force give. */
            SAME_DEADLINE
        }
    }

    /** The input cannot be accepted. */
    record Refused(Reason reason, String detail) implements Outcome {

        /** Why not. */
        public enum Reason {
            /** The same business id with different content. */
            ID_CONFLICT,
            /** The move is not allowed in the ticket's state. */
            NOT_ALLOWED,
            /** There is no ticket. */
            NO_TICKET
        }
    }
}
