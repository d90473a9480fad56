package io.tierstream.complaints.http;

import io.tierstream.complaints.http.security.ApiKeyAuthentication;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Who an action is recorded for. */
final class Callers {

    static final String AGENT_HEADER = "X-Agent";
    static final int MAX_AGENT = 100;

    private Callers() {}

    /**
     * The authenticated name; a machine with an API key may name the agent it acts for.
     *
     * @throws BadRequestException if the name it gives is blank, too long or has control characters
     */
    static String agent(Authentication caller, @Nullable String named) {
        if (named == null || !(caller instanceof ApiKeyAuthentication)) {
            return caller.getName();
        }
        return agentName(AGENT_HEADER, utf8(named));
    }

    /** Headers are bytes that the server reads as ISO 8859-1; names beyond ASCII are sent as UTF-8. */
    private static String utf8(String header) {
        String decoded = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') < 0 ? decoded : header;
    }

    static String agentName(String pointer, String given) {
        String name = given.strip();
        if (name.isEmpty() || name.length() > MAX_AGENT || name.chars().anyMatch(Character::isISOControl)) {
            throw new BadRequestException(
                    pointer, "agent", "must have 1 to " + MAX_AGENT + " characters and no control characters", null);
        }
        return name;
    }
}
