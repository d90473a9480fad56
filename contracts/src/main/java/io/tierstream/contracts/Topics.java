package io.tierstream.contracts;

import io.tierstream.contracts.TopicSpec.Cleanup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The topics that others can rely on. All are keyed by customer id, but {@link #SLA_SETTINGS} (one key). */
public final class Topics {

    public static final String ORDERS = "orders";
    public static final String PAYMENTS = "payments";
    public static final String COMPLAINTS = "complaints";
    public static final String CUSTOMERS = "customers";
    public static final String CUSTOMER_SCORES = "customer-scores";
    public static final String TIER_CHANGES = "tier-changes";
    public static final String CUSTOMER_TIERS = "customer-tiers";
    public static final String TICKETS = "tickets";
    public static final String SLA_SETTINGS = "sla-settings";

    /** Topics that publishers write to; each has a dead-letter topic beside it. */
    public static final List<String> INPUTS = List.of(ORDERS, PAYMENTS, COMPLAINTS, CUSTOMERS);

    /** Partitions of every topic, unless configured otherwise; fixed for life. */
    public static final int DEFAULT_PARTITIONS = 6;

    /** Largest record of a dead-letter topic: an original of Kafka's default limit, and why it is there. */
    public static final int DEAD_LETTER_MAX_BYTES = 2 * 1024 * 1024;

    private Topics() {}

    /** The dead-letter topic of an input topic. */
    public static String deadLetters(String topic) {
        return topic + "-dlt";
    }

    /** The specification of one of these topics or their dead-letter topics. */
    public static TopicSpec spec(String name) {
        return all().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No topic " + name));
    }

    /** Every topic of the catalogue, the dead-letter topics included. */
    public static List<TopicSpec> all() {
        List<TopicSpec> specs = new ArrayList<>();
        for (String input : INPUTS) {
            specs.add(new TopicSpec(input, Cleanup.KEEP));
            specs.add(new TopicSpec(
                    deadLetters(input),
                    Cleanup.KEEP,
                    Map.of("max.message.bytes", Integer.toString(DEAD_LETTER_MAX_BYTES))));
        }
        specs.add(new TopicSpec(CUSTOMER_SCORES, Cleanup.COMPACT));
        specs.add(new TopicSpec(TIER_CHANGES, Cleanup.KEEP));
        specs.add(new TopicSpec(CUSTOMER_TIERS, Cleanup.COMPACT));
        specs.add(new TopicSpec(TICKETS, Cleanup.KEEP));
        specs.add(new TopicSpec(SLA_SETTINGS, Cleanup.COMPACT));
        return List.copyOf(specs);
    }
}
