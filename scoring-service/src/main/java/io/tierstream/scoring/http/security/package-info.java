/**
 * Decides who may call this service: API keys, bearer tokens, OIDC or local accounts, and one list of route rules.
 */
@org.jspecify.annotations.NullMarked
package io.tierstream.scoring.http.security;
