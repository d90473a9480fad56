package io.tierstream.tier.control;

/** An order could not be sent; it may be repeated later. */
public final class BrokerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BrokerAwayException(Throwable cause) {
        super("Kafka did not acknowledge an order", cause);
    }
}
