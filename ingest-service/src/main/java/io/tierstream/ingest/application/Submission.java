package io.tierstream.ingest.application;

import io.tierstream.contracts.RawEvent;
import io.tierstream.ingest.domain.intake.Problem;
import java.util.List;

/** One event of a request as it was read, before anything of it is checked. */
public sealed interface Submission {

    /** It can be read as a CloudEvent. */
    record Readable(RawEvent event) implements Submission {}

    /** It cannot. */
    record Unreadable(List<Problem> problems) implements Submission {}
}
