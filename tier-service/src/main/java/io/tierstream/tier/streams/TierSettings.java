package io.tierstream.tier.streams;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the topology runs.
 *
 * @param partitions of every keyed topic, fixed for life
 * @param replicationFactor of topics that this service creates
 * @param cutOffs when cut-offs are calculated
 * @param slices how passes over many customers are cut
 */
@ConfigurationProperties("tierstream")
record TierSettings(
        @DefaultValue("6") int partitions,
        @DefaultValue("1") short replicationFactor,
        @DefaultValue CutOffs cutOffs,
        @DefaultValue Slices slices) {

    /**
     * When cut-offs are calculated.
     *
     * @param interval between calculations, a second to a day; they happen at its multiples since 1970, UTC
     */
    record CutOffs(@DefaultValue("PT1M") Duration interval) {

        CutOffs {
            if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "tierstream.cut-offs.interval must be from PT1S to P1D, not " + interval);
            }
        }
    }

    /**
     * How passes over many customers are cut, so that events keep flowing between the slices.
     *
     * @param customers at most so many in a slice
     * @param duration at most so long a slice
     */
    record Slices(
            @DefaultValue("5000") int customers,
            @DefaultValue("PT0.1S") Duration duration) {}
}
