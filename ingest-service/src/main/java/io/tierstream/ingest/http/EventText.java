package io.tierstream.ingest.http;

import io.tierstream.ingest.application.Checked;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.domain.intake.Publisher;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Checks an event that a person wrote as text, in structured form. */
@Component
public class EventText {

    private final CheckingEvents checking;

    EventText(CheckingEvents checking) {
        this.checking = checking;
    }

    /** What is wrong with it, or its record. */
    public Checked check(String event, Publisher publisher) {
        return checking.check(EventBodies.structured(event.getBytes(StandardCharsets.UTF_8)), publisher);
    }
}
