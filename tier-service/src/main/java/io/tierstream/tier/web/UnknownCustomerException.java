package io.tierstream.tier.web;

/** Nobody with this id has been graded. */
final class UnknownCustomerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownCustomerException() {
        super("No such customer");
    }
}
