package io.tierstream.contracts;

/** What an event says; each published type has one record. */
public interface EventData {

    /** Whom the event is about, and the key of its Kafka record; empty for what is about no customer. */
    String customerId();
}
