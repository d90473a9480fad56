package io.tierstream.complaints.http.security;

/**
 * The ways into this service that are configured.
 *
 * @param accounts local accounts sign in with a form
 * @param oidc people sign in through OIDC
 * @param tokens bearer tokens are accepted
 */
record WaysIn(boolean accounts, boolean oidc, boolean tokens) {

    /**
     * Decides which ways are open.
     *
     * @param audiences whether it is said for whom bearer tokens have to be
     * @throws NoWayInException when there is none, when local accounts are configured outside the profile
     *     {@code local}, or when any token of the issuer would do
     */
    static WaysIn of(boolean local, SecurityProperties properties, boolean oidc, boolean tokens, boolean audiences) {
        if (!local && !properties.accounts().isEmpty()) {
            throw new NoWayInException(
                    "tierstream.security.accounts is set, but local accounts are for the profile 'local' only.",
                    "Remove the accounts and let people sign in by OIDC (spring.security.oauth2.client.*), or, on your"
                            + " own machine, start with SPRING_PROFILES_ACTIVE=local.");
        }
        if (tokens && !audiences) {
            throw new NoWayInException(
                    "Bearer tokens are on, but any token of the issuer would do, also one that is meant for another"
                            + " application.",
                    "Set spring.security.oauth2.resourceserver.jwt.audiences to the audience that the issuer puts into"
                            + " tokens for Tierstream (their claim aud).");
        }
        if (!local && properties.apiKeys().isEmpty() && !oidc && !tokens) {
            throw new NoWayInException(
                    "Nobody could call this service: it has no issuer and no API keys, and is not in the profile 'local'.",
                    "Set spring.security.oauth2.resourceserver.jwt.issuer-uri and .audiences for bearer tokens, or"
                            + " tierstream.security.api-keys[0].name, .role and .sha256 for API keys; on your own machine"
                            + " start with SPRING_PROFILES_ACTIVE=local (dev/up does it for you).");
        }
        return new WaysIn(local && !oidc, oidc, tokens);
    }
}
