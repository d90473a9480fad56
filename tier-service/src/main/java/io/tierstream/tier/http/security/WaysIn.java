package io.tierstream.tier.http.security;

import java.util.List;

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
     * @param audiences whom bearer tokens must be made for
     * @throws NoWayInException when there is none, when local accounts are configured outside the profile {@code local},
     *     or when bearer tokens would be accepted whomever they were made for
     */
    static WaysIn of(
            boolean local, SecurityProperties properties, boolean oidc, boolean tokens, List<String> audiences) {
        if (!local && !properties.accounts().isEmpty()) {
            throw new NoWayInException(
                    "tierstream.security.accounts is set, but local accounts are for the profile 'local' only.",
                    "Remove the accounts and let people sign in by OIDC (spring.security.oauth2.client.*), or, on your"
                            + " own machine, start with SPRING_PROFILES_ACTIVE=local.");
        }
        if (!local && properties.apiKeys().isEmpty() && !oidc && !tokens) {
            throw new NoWayInException(
                    "Nobody could call this service: it has no issuer and no API keys, and is not in the profile 'local'.",
                    "Set spring.security.oauth2.resourceserver.jwt.issuer-uri and .audiences for bearer tokens, or"
                            + " tierstream.security.api-keys[0].name, .role and .sha256 for API keys; on your own machine"
                            + " start with SPRING_PROFILES_ACTIVE=local (dev/up does it for you).");
        }
        if (tokens && audiences.stream().allMatch(String::isBlank)) {
            throw new NoWayInException(
                    "Bearer tokens are accepted, but whom they must be made for is not configured: one that the issuer made"
                            + " for another application would do.",
                    "Set spring.security.oauth2.resourceserver.jwt.audiences to the name that the issuer writes into the"
                            + " claim aud of tokens for this service.");
        }
        return new WaysIn(local && !oidc, oidc, tokens);
    }
}
