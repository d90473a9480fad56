package io.tierstream.contracts;

import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of intake that depend on configuration or on the time of day.
 *
 * @param currencies those that have a rate, the base currency included
 */
public record IntakeRules(Set<String> currencies) {

    /** How far ahead an event's time may be, for clocks that are not quite right. */
    public static final Duration CLOCK_SKEW = Duration.ofHours(24);

    /** A rule that an event breaks. */
    public record Breach(DeadLetterReason reason, String field, String message) {}

    public IntakeRules {
        currencies = Set.copyOf(currencies);
    }

    /** The first rule that the event breaks at this time, if any. */
    public Optional<Breach> check(Event<?> event, Instant now) {
        if (event.envelope().time().isAfter(now.plus(CLOCK_SKEW))) {
            return Optional.of(new Breach(
                    DeadLetterReason.FUTURE_TIME,
                    "time",
                    event.envelope().time() + " is more than 24 hours after now (" + now + ")"));
        }
        String currency = currency(event.data());
        if (currency != null && !currencies.contains(currency)) {
            return Optional.of(new Breach(
                    DeadLetterReason.UNKNOWN_CURRENCY,
                    "currency",
                    currency + " has no configured rate; known are " + new TreeSet<>(currencies)));
        }
        return Optional.empty();
    }

    private static @Nullable String currency(EventData data) {
        return switch (data) {
            case OrderPlaced order -> order.currency();
            case OrderCancelled cancellation -> cancellation.currency();
            case OrderReturned returned -> returned.currency();
            case InvoiceIssued invoice -> invoice.currency();
            case PaymentReceived payment -> payment.currency();
            default -> null;
        };
    }
}
