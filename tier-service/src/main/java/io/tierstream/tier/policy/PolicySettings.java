package io.tierstream.tier.policy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How policies come into force.
 *
 * @param secondPairOfEyes whether the author of a draft is refused to activate it
 * @param shadow how a candidate is compared
 */
@ConfigurationProperties("tierstream.policy")
public record PolicySettings(
        @DefaultValue("false") boolean secondPairOfEyes,
        @DefaultValue Shadow shadow) {

    /**
     * How a candidate in shadow is compared with the policy in force.
     *
     * @param every at the multiples of this since 1970, UTC; at least a minute
     */
    public record Shadow(@DefaultValue("PT1H") Duration every) {

        public Shadow {
            if (every.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("tierstream.policy.shadow.every must be at least PT1M");
            }
        }
    }
}
