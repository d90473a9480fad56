package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.Entry.ComplaintEntry;
import io.tierstream.scoring.domain.Entry.DeductionReference;
import io.tierstream.scoring.domain.Entry.FutureEntry;
import io.tierstream.scoring.domain.Entry.InvoiceEntry;
import io.tierstream.scoring.domain.Entry.LooseDeduction;
import io.tierstream.scoring.domain.Entry.OrderEntry;
import io.tierstream.scoring.domain.Entry.Payment;
import io.tierstream.scoring.domain.Entry.PaymentReference;
import io.tierstream.scoring.domain.Entry.Withdrawal;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.Deduction;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger entry is stored: a byte with the version of the format, a byte with the kind of entry, and its parts. Where
 * it is stored, {@link CustomerLedger} knows.
 */
final class EntryFormat {

    static final int VERSION = 1;

    private EntryFormat() {}

    static byte[] write(Entry entry) {
        BinaryWriter out = new BinaryWriter();
        write(entry, out);
        return out.toBytes();
    }

    static void write(Entry entry, BinaryWriter out) {
        out.put(VERSION);
        switch (entry) {
            case OrderEntry it -> {
                out.put(1);
                writeOptional(it.placed(), out);
                writeAll(it.cancellations(), out);
                writeAll(it.returns(), out);
            }
            case LooseDeduction it -> FactFormat.write(it.deduction(), out.put(2));
            case DeductionReference it -> out.put(3).put(it.orderId());
            case InvoiceEntry it -> {
                out.put(4);
                writeOptional(it.invoice(), out);
                out.put(it.cancelled() != null);
                if (it.cancelled() != null) {
                    FactFormat.write(it.cancelled(), out);
                }
                out.putUnsigned(it.payments().size());
                for (Payment payment : it.payments()) {
                    FactFormat.write(payment.received(), out);
                    out.put(payment.reversed());
                }
            }
            case PaymentReference it -> out.put(5).putOptional(it.invoiceId()).put(it.reversed());
            case ComplaintEntry it -> {
                // In 6 it holds whatever its time: so what knew no difference wrote it, and counted.
                out.put(it.withdrawn() == null || it.withdrawn().unconditional() ? 6 : 8);
                writeOptional(it.opened(), out);
                out.put(it.withdrawn() != null);
                if (it.withdrawn() != null) {
                    FactFormat.write(it.withdrawn().origin(), out);
                }
                writeOptional(it.latest(), out);
            }
            case FutureEntry it -> FactFormat.write(it.fact(), out.put(7));
        }
    }

    static Entry read(byte[] bytes) {
        return read(new BinaryReader(bytes));
    }

    static Entry read(BinaryReader in) {
        int version = in.get();
        if (version != VERSION) {
            throw new UnreadableStateException("ledger entry of version " + version);
        }
        int kind = in.get();
        return switch (kind) {
            case 1 ->
                new OrderEntry(
                        readOptional(OrderPlaced.class, in),
                        readAll(OrderCancelled.class, in),
                        readAll(OrderReturned.class, in));
            case 2 -> new LooseDeduction((Deduction) FactFormat.read(in));
            case 3 -> new DeductionReference(in.getString());
            case 4 ->
                new InvoiceEntry(
                        readOptional(InvoiceIssued.class, in),
                        in.getBoolean() ? FactFormat.readOrigin(in) : null,
                        readPayments(in));
            case 5 -> new PaymentReference(in.getOptionalString(), in.getBoolean());
            case 6, 8 ->
                new ComplaintEntry(
                        readOptional(ComplaintOpened.class, in),
                        in.getBoolean() ? new Withdrawal(FactFormat.readOrigin(in), kind == 6) : null,
                        readOptional(ComplaintMoved.class, in));
            case 7 -> new FutureEntry(FactFormat.read(in));
            default -> throw new UnreadableStateException("ledger entry of kind " + kind);
        };
    }

    private static void writeOptional(@Nullable Fact fact, BinaryWriter out) {
        out.put(fact != null);
        if (fact != null) {
            FactFormat.write(fact, out);
        }
    }

    private static <T extends Fact> @Nullable T readOptional(Class<T> type, BinaryReader in) {
        return in.getBoolean() ? type.cast(FactFormat.read(in)) : null;
    }

    private static void writeAll(List<? extends Fact> facts, BinaryWriter out) {
        out.putUnsigned(facts.size());
        facts.forEach(fact -> FactFormat.write(fact, out));
    }

    private static <T extends Fact> List<T> readAll(Class<T> type, BinaryReader in) {
        int size = in.getUnsignedInt();
        List<T> facts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            facts.add(type.cast(FactFormat.read(in)));
        }
        return facts;
    }

    private static List<Payment> readPayments(BinaryReader in) {
        int size = in.getUnsignedInt();
        List<Payment> payments = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            payments.add(new Payment((PaymentReceived) FactFormat.read(in), in.getBoolean()));
        }
        return payments;
    }
}
