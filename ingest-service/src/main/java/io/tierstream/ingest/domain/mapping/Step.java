package io.tierstream.ingest.domain.mapping;

/** What mapping a row, or the end of the file, gave. */
public sealed interface Step {

    /** An event is complete. */
    record Complete(MappedEvent event) implements Step {}

    /** A row cannot be used. */
    record Rejected(Rejection rejection) implements Step {}

    /** The file cannot be mapped any further; nothing that comes after would be right. */
    record Impossible(String why) implements Step {}
}
