package io.tierstream.ingest.http;

import io.tierstream.ingest.domain.intake.Publisher;
import io.tierstream.ingest.http.security.ApiKeyAuthentication;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** Who publishes: the limits of an API key are those of its configuration, other callers have none. */
public final class Publishers {

    private Publishers() {}

    /** The publisher that a caller is. */
    public static Publisher of(Authentication caller) {
        return caller instanceof ApiKeyAuthentication key
                ? new Publisher(key.getName(), key.eventTypes(), key.sources())
                : new Publisher(caller.getName(), Set.of(), Set.of());
    }
}
