package io.tierstream.scoring.http.security;

/**
 * The ways into this service that are configured. It has no pages, so nobody signs in here.
 *
 * @param tokens bearer tokens are accepted
 */
record WaysIn(boolean tokens) {

    /**
     * Decides which ways are open.
     *
     * @throws NoWayInException when there is none outside the profile {@code local}
     */
    static WaysIn of(boolean local, SecurityProperties properties, boolean tokens) {
        if (!local && properties.apiKeys().isEmpty() && !tokens) {
            throw new NoWayInException(
                    "Nobody could call this service: it has no issuer and no API keys, and is not in the profile 'local'.",
                    "Set spring.security.oauth2.resourceserver.jwt.issuer-uri for bearer tokens, or"
                            + " tierstream.security.api-keys[0].name, .role and .sha256 for API keys; on your own machine"
                            + " start with SPRING_PROFILES_ACTIVE=local (dev/up does it for you).");
        }
        return new WaysIn(tokens);
    }
}
