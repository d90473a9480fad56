package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.CustomerSeen;
import io.tierstream.scoring.domain.Fact.InvoiceCancelled;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import io.tierstream.scoring.domain.Fact.PaymentReversed;
import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.Origin;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How facts are stored: a byte that says which, then its components in order. */
final class FactFormat {

    private FactFormat() {}

    static void write(Fact fact, BinaryWriter out) {
        switch (fact) {
            case OrderPlaced it -> {
                out.put(1);
                write(it.origin(), out);
                out.put(it.orderId())
                        .putAmount(it.amount())
                        .putOptionalAmount(it.cost())
                        .putOptionalAmount(it.quantity())
                        .putOptional(it.currency());
                writeRate(it.rate(), out);
                out.putFixed(it.content());
            }
            case OrderCancelled it -> {
                out.put(2);
                write(it.origin(), out);
                out.putOptional(it.id())
                        .putOptional(it.orderId())
                        .putOptionalAmount(it.amount())
                        .putOptionalAmount(it.cost())
                        .putOptionalAmount(it.quantity())
                        .putOptional(it.currency());
                writeRate(it.rate(), out);
                out.putFixed(it.content());
            }
            case OrderReturned it -> {
                out.put(3);
                write(it.origin(), out);
                out.put(it.id())
                        .putOptional(it.orderId())
                        .putAmount(it.amount())
                        .putOptionalAmount(it.cost())
                        .putOptionalAmount(it.quantity())
                        .putOptional(it.currency());
                writeRate(it.rate(), out);
                out.putFixed(it.content());
            }
            case InvoiceIssued it -> {
                out.put(4);
                write(it.origin(), out);
                out.put(it.invoiceId())
                        .putAmount(it.amount())
                        .putSigned(it.dueDay())
                        .putOptional(it.currency());
                writeRate(it.rate(), out);
                out.putFixed(it.content());
            }
            case InvoiceCancelled it -> {
                out.put(5);
                write(it.origin(), out);
                out.put(it.invoiceId());
            }
            case PaymentReceived it -> {
                out.put(6);
                write(it.origin(), out);
                out.put(it.paymentId()).put(it.invoiceId()).putAmount(it.amount());
                out.put(it.dueDay() != null);
                if (it.dueDay() != null) {
                    out.putSigned(it.dueDay());
                }
                out.put(it.reason() == null ? 0 : reasonCode(it.reason())).putOptional(it.currency());
                writeRate(it.rate(), out);
                out.putFixed(it.content());
            }
            case PaymentReversed it -> {
                out.put(7);
                write(it.origin(), out);
                out.put(it.paymentId());
            }
            case ComplaintOpened it -> {
                out.put(8);
                write(it.origin(), out);
                out.put(it.complaintId()).putFixed(it.content());
            }
            case ComplaintMoved it -> {
                out.put(9);
                write(it.origin(), out);
                out.put(it.complaintId())
                        .put(
                                switch (it.move()) {
                                    case RESOLVED -> 1;
                                    case REOPENED -> 2;
                                    case WITHDRAWN -> 3;
                                    case WITHDRAWN_AT_DESK -> 4;
                                });
            }
            case ProspectAssessed it -> {
                out.put(10);
                write(it.origin(), out);
                out.putAmount(it.financial())
                        .putAmount(it.market())
                        .putAmount(it.cooperation())
                        .putAmount(it.influence());
            }
            case CustomerSeen it -> {
                out.put(11);
                write(it.origin(), out);
            }
        }
    }

    static Fact read(BinaryReader in) {
        int kind = in.get();
        Origin origin = readOrigin(in);
        return switch (kind) {
            case 1 ->
                new OrderPlaced(
                        origin,
                        in.getString(),
                        in.getAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalString(),
                        requiredRate(in),
                        in.getFixed());
            case 2 ->
                new OrderCancelled(
                        origin,
                        in.getOptionalString(),
                        in.getOptionalString(),
                        in.getOptionalAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalString(),
                        readRate(in),
                        in.getFixed());
            case 3 ->
                new OrderReturned(
                        origin,
                        in.getString(),
                        in.getOptionalString(),
                        in.getAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalAmount(),
                        in.getOptionalString(),
                        readRate(in),
                        in.getFixed());
            case 4 ->
                new InvoiceIssued(
                        origin,
                        in.getString(),
                        in.getAmount(),
                        in.getSignedInt(),
                        in.getOptionalString(),
                        requiredRate(in),
                        in.getFixed());
            case 5 -> new InvoiceCancelled(origin, in.getString());
            case 6 ->
                new PaymentReceived(
                        origin,
                        in.getString(),
                        in.getString(),
                        in.getAmount(),
                        in.getBoolean() ? Integer.valueOf(in.getSignedInt()) : null,
                        reason(in.get()),
                        in.getOptionalString(),
                        requiredRate(in),
                        in.getFixed());
            case 7 -> new PaymentReversed(origin, in.getString());
            case 8 -> new ComplaintOpened(origin, in.getString(), in.getFixed());
            case 9 -> new ComplaintMoved(origin, in.getString(), move(in.get()));
            case 10 -> new ProspectAssessed(origin, in.getAmount(), in.getAmount(), in.getAmount(), in.getAmount());
            case 11 -> new CustomerSeen(origin);
            default -> throw new UnreadableStateException("fact of kind " + kind);
        };
    }

    static void write(Origin origin, BinaryWriter out) {
        out.put(origin.source())
                .put(origin.eventId())
                .putSigned(origin.time().toEpochMilli())
                .putSigned(origin.day());
    }

    static Origin readOrigin(BinaryReader in) {
        return new Origin(
                in.getString(), in.getString(), Instant.ofEpochMilli(in.getSigned()), Math.toIntExact(in.getSigned()));
    }

    private static void writeRate(@Nullable BigDecimal rate, BinaryWriter out) {
        if (rate == null) {
            out.put(0);
        } else if (rate.compareTo(BigDecimal.ONE) == 0) {
            out.put(1);
        } else {
            out.put(2).putDecimal(rate);
        }
    }

    private static @Nullable BigDecimal readRate(BinaryReader in) {
        int kind = in.get();
        return switch (kind) {
            case 0 -> null;
            case 1 -> BigDecimal.ONE;
            case 2 -> in.getDecimal();
            default -> throw new UnreadableStateException("rate of kind " + kind);
        };
    }

    private static BigDecimal requiredRate(BinaryReader in) {
        BigDecimal rate = readRate(in);
        if (rate == null) {
            throw new UnreadableStateException("missing rate");
        }
        return rate;
    }

    private static int reasonCode(LateReason reason) {
        return switch (reason) {
            case CUSTOMER -> 1;
            case DISPUTE -> 2;
            case BANK -> 3;
            case SELLER -> 4;
        };
    }

    private static @Nullable LateReason reason(int code) {
        return switch (code) {
            case 0 -> null;
            case 1 -> LateReason.CUSTOMER;
            case 2 -> LateReason.DISPUTE;
            case 3 -> LateReason.BANK;
            case 4 -> LateReason.SELLER;
            default -> throw new UnreadableStateException("late reason " + code);
        };
    }

    private static Move move(int code) {
        return switch (code) {
            case 1 -> Move.RESOLVED;
            case 2 -> Move.REOPENED;
            case 3 -> Move.WITHDRAWN;
            case 4 -> Move.WITHDRAWN_AT_DESK;
            default -> throw new UnreadableStateException("move " + code);
        };
    }
}
