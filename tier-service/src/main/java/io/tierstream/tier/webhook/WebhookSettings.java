package io.tierstream.tier.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered.
 *
 * @param allowedAddresses networks such as {@code 10.1.0.0/16} that may be called although they are private
 * @param timeout of one attempt
 * @param firstRetry after the first failure; doubled after each further one
 * @param longestRetry at most between two attempts
 * @param giveUpAfter when an event that could not be delivered is passed over, from its first attempt
 * @param refresh how soon a change of the webhooks is seen by all instances
 */
@ConfigurationProperties("tierstream.webhooks")
public record WebhookSettings(
        @DefaultValue List<String> allowedAddresses,
        @DefaultValue("PT10S") Duration timeout,
        @DefaultValue("PT1S") Duration firstRetry,
        @DefaultValue("PT5M") Duration longestRetry,
        @DefaultValue("P1D") Duration giveUpAfter,
        @DefaultValue("PT2S") Duration refresh) {

    public WebhookSettings {
        allowedAddresses = List.copyOf(allowedAddresses);
    }
}
