package io.tierstream.scoring.streams;

/** Stored bytes are of a version that this program does not know: it is older than the state, or the state is damaged. */
final class UnreadableStateException extends IllegalStateException {

    UnreadableStateException(String what) {
        super("The stored state cannot be read: " + what);
    }
}
