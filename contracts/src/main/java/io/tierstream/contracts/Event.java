package io.tierstream.contracts;

/** An event: who said it when, and what. The CloudEvents {@code subject} is {@link EventData#customerId()}. */
public record Event<D extends EventData>(Envelope envelope, D data) {}
