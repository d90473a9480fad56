package io.tierstream.tier.webhook;

/** Makes secrets that nobody can guess. */
@FunctionalInterface
interface WebhookSecrets {

    String next();
}
