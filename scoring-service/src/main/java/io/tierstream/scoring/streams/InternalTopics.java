package io.tierstream.scoring.streams;

import io.tierstream.contracts.TopicSpec;
import io.tierstream.contracts.TopicSpec.Cleanup;
import io.tierstream.contracts.Topics;
import java.util.List;
import java.util.stream.Stream;

/** The topics of this service that nobody else may rely on, and all that it touches. */
final class InternalTopics {

    /** Records whose key is not where Java's partitioner puts their customer, on their way to where it does. */
    static final String FORWARDED = "scoring-forwarded";

    static final String CONTROL = "scoring-control";

    /** The latest {@link TaskState} of each partition. */
    static final String REPORTS = "scoring-reports";

    /** What events come in by; all have the same partitions. */
    static final List<String> SOURCES = List.of(
            Topics.ORDERS, Topics.PAYMENTS, Topics.COMPLAINTS, Topics.CUSTOMERS, Topics.TICKETS, FORWARDED, CONTROL);

    /** Those whose dead letters this service writes; of others it only counts what it cannot take. */
    static final List<String> OWNED = List.of(Topics.ORDERS, Topics.PAYMENTS);

    private InternalTopics() {}

    static List<TopicSpec> all() {
        Stream<TopicSpec> published = Stream.of(
                        Topics.ORDERS,
                        Topics.PAYMENTS,
                        Topics.COMPLAINTS,
                        Topics.CUSTOMERS,
                        Topics.TICKETS,
                        Topics.deadLetters(Topics.ORDERS),
                        Topics.deadLetters(Topics.PAYMENTS),
                        Topics.CUSTOMER_SCORES)
                .map(Topics::spec);
        Stream<TopicSpec> internal = Stream.of(
                new TopicSpec(FORWARDED, Cleanup.KEEP),
                new TopicSpec(CONTROL, Cleanup.KEEP),
                new TopicSpec(REPORTS, Cleanup.COMPACT));
        return Stream.concat(published, internal).toList();
    }
}
