package io.tierstream.contracts.order.v1;

import io.tierstream.contracts.EventData;

/** What travels on the topic {@code orders}. */
public sealed interface OrderEvent extends EventData permits OrderPlaced, OrderCancelled, OrderReturned {}
