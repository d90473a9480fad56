package io.tierstream.tier.wire;

import io.tierstream.contracts.TopicSpec;
import io.tierstream.contracts.TopicSpec.Cleanup;
import java.util.List;
import java.util.Map;

/** The internal topics of tier-service. */
public final class TierTopics {

    /** {@link Control} records, to the partition of a customer or to all. */
    public static final String CONTROL = "tier-control";

    /** {@link Coordination} records of people: what the one coordinator must hear. */
    public static final String COORDINATION = "tier-coordination";

    /** {@link Coordination} records of the partitions: their part of what is calculated. Lost ones are asked for again. */
    public static final String COUNTS = "tier-counts";

    /** {@link Answer} records: what became of requests, and which cut-offs and policy are in force. */
    public static final String ANSWERS = "tier-answers";

    /** The latest {@link GradeSnapshot} of every customer. */
    public static final String GRADES = "tier-grades";

    /** Records of the topic {@code customers} that another partitioner put where Java's would not. */
    public static final String CUSTOMERS_FORWARDED = "tier-customers";

    private static final Map<String, String> WEEK = Map.of("retention.ms", "604800000");
    private static final Map<String, String> SMALL_SEGMENTS = Map.of("segment.bytes", "67108864");

    private TierTopics() {}

    /** Those with as many partitions as the keyed topics. */
    public static List<TopicSpec> keyed() {
        return List.of(
                new TopicSpec(CONTROL, Cleanup.DAY, WEEK),
                new TopicSpec(GRADES, Cleanup.COMPACT),
                new TopicSpec(CUSTOMERS_FORWARDED, Cleanup.KEEP));
    }

    /** Those with one partition. */
    public static List<TopicSpec> single() {
        return List.of(
                new TopicSpec(COORDINATION, Cleanup.DAY, WEEK),
                new TopicSpec(COUNTS, Cleanup.DAY, SMALL_SEGMENTS),
                new TopicSpec(ANSWERS, Cleanup.KEEP));
    }
}
