package io.tierstream.contracts;

/** Why a record could not be taken; stable names, written to {@code ts_reason}. */
public enum DeadLetterReason {
    /** Not a CloudEvent, or its data is not readable JSON. */
    UNREADABLE,
    /** A type that no contract knows. */
    UNKNOWN_TYPE,
    /** A known type on a topic that is not its own. */
    WRONG_TOPIC,
    /** Breaks a rule of its type. */
    INVALID,
    /** The subject is not the customer id. */
    SUBJECT_MISMATCH,
    /** More than 24 hours in the future. */
    FUTURE_TIME,
    /** In a currency without a configured rate. */
    UNKNOWN_CURRENCY,
    /** Another event with other content was accepted before under the same business id. */
    ID_CONFLICT
}
