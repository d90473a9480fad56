package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one customer. {@code content} is a fingerprint of everything the event says, by which
 * another event with the same business id is told from a contradiction.
 */
public sealed interface Fact {

    Origin origin();

    /** The day from which it counts. */
    default int day() {
        return origin().day();
    }

    /** What has a business id, under which nothing else may be said. */
    sealed interface Identified extends Fact {

        long content();
    }

    /**
     * @param amount as given, in {@code currency}
     * @param currency ISO 4217, absent for the base currency
     * @param rate of one unit of {@code currency} in the base currency, as it was when accepted
     */
    record OrderPlaced(
            Origin origin,
            String orderId,
            BigDecimal amount,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal quantity,
            @Nullable String currency,
            BigDecimal rate,
            long content)
            implements Identified {

        /** In the base currency. */
        public BigDecimal baseAmount() {
            return Amounts.converted(amount, rate);
        }

        /** In the base currency. */
        public @Nullable BigDecimal baseCost() {
            return cost == null ? null : Amounts.converted(cost, rate);
        }
    }

    /** What takes from an order: a cancellation as a whole, a return its amount. */
    sealed interface Deduction extends Identified {

        /** Absent for a cancellation that is known by its order only. */
        @Nullable String id();

        @Nullable String orderId();

        @Nullable BigDecimal amount();

        @Nullable BigDecimal cost();

        @Nullable BigDecimal quantity();

        @Nullable String currency();

        /** Absent when no currency is named: then the order's rate holds. */
        @Nullable BigDecimal rate();

        /** The amount in the base currency, given the rate of the order that it belongs to. */
        default @Nullable BigDecimal baseAmount(BigDecimal orderRate) {
            return base(amount(), orderRate);
        }

        /** The cost in the base currency, given the rate of the order that it belongs to. */
        default @Nullable BigDecimal baseCost(BigDecimal orderRate) {
            return base(cost(), orderRate);
        }

        private @Nullable BigDecimal base(@Nullable BigDecimal given, BigDecimal orderRate) {
            BigDecimal own = rate();
            return given == null ? null : Amounts.converted(given, own == null ? orderRate : own);
        }
    }

    record OrderCancelled(
            Origin origin,
            @Nullable String id,
            @Nullable String orderId,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal quantity,
            @Nullable String currency,
            @Nullable BigDecimal rate,
            long content)
            implements Deduction {}

    record OrderReturned(
            Origin origin,
            String id,
            @Nullable String orderId,
            BigDecimal amount,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal quantity,
            @Nullable String currency,
            @Nullable BigDecimal rate,
            long content)
            implements Deduction {}

    /** @param dueDay epoch day */
    record InvoiceIssued(
            Origin origin,
            String invoiceId,
            BigDecimal amount,
            int dueDay,
            @Nullable String currency,
            BigDecimal rate,
            long content)
            implements Identified {

        /** In the base currency. */
        public BigDecimal baseAmount() {
            return Amounts.converted(amount, rate);
        }
    }

    record InvoiceCancelled(Origin origin, String invoiceId) implements Fact {}

    /**
     * @param dueDay epoch day, from publishers that send no invoices
     * @param reason why it is late, when it is not the customer's doing
     */
    record PaymentReceived(
            Origin origin,
            String paymentId,
            String invoiceId,
            BigDecimal amount,
            @Nullable Integer dueDay,
            @Nullable LateReason reason,
            @Nullable String currency,
            BigDecimal rate,
            long content)
            implements Identified {

        /** In the base currency. */
        public BigDecimal baseAmount() {
            return Amounts.converted(amount, rate);
        }
    }

    record PaymentReversed(Origin origin, String paymentId) implements Fact {}

    record ComplaintOpened(Origin origin, String complaintId, long content) implements Identified {}

    /** What became of a complaint, said by the publisher or by the desk. */
    record ComplaintMoved(Origin origin, String complaintId, Move move) implements Fact {}

    /** Where a complaint can move. */
    enum Move {
        RESOLVED,
        REOPENED,
        /** Said by the publisher. */
        WITHDRAWN,
        /** Said by the desk, of a complaint that it has. */
        WITHDRAWN_AT_DESK
    }

    /** Each part 0 to 100, given by hand. */
    record ProspectAssessed(
            Origin origin, BigDecimal financial, BigDecimal market, BigDecimal cooperation, BigDecimal influence)
            implements Fact {}

    /** Any other event about the customer: it says nothing but that the customer exists. */
    record CustomerSeen(Origin origin) implements Fact {}
}
