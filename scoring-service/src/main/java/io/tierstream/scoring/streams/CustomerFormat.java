package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.DayBucket;
import io.tierstream.scoring.domain.DayBuckets;
import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import io.tierstream.scoring.domain.LargestOrders;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.SortedAmounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How a customer is stored: a byte with the version of the format, the metrics, and where the ledger's entries are with the
 * latest of them. Days have their lengths, so that those that nobody looks at are neither read nor written anew.
 */
final class CustomerFormat {

    static final int VERSION = 2;

    private static final int HAS_ORDERS = 1;
    private static final int HAS_LARGEST = 2;
    private static final int HAS_COMPLAINTS = 4;
    private static final int HAS_COVERED = 8;

    private static final int HAS_QUANTITY = 1;
    private static final int HAS_COST = 2;
    private static final int HAS_DEDUCTIONS = 4;

    private CustomerFormat() {}

    static byte[] write(StoredCustomer customer) {
        BinaryWriter out = new BinaryWriter();
        write(customer, out, new BinaryWriter());
        return out.toBytes();
    }

    /** @param scratch memory to be used on the way */
    static void write(StoredCustomer customer, BinaryWriter out, BinaryWriter scratch) {
        CustomerMetrics it = customer.metrics();
        out.put(VERSION)
                .putUnsigned(customer.scoreVersion())
                .putUnsigned(customer.scorecardVersion())
                .putSigned(customer.agendaDay())
                .putSigned(it.asOf());
        write(it.current(), out);
        out.putAmount(it.previousAmount()).putOptionalAmount(it.largestOrder());
        write(it.lateness(), out);
        write(it.open(), out);
        out.putUnsigned(it.complaints())
                .putUnsigned(it.openComplaints())
                .putSigned(it.firstOrderDay())
                .putSigned(it.lastOrderDay())
                .put(it.assessment() != null);
        if (it.assessment() != null) {
            FactFormat.write(it.assessment(), out);
        }
        out.putUnsigned(it.future()).putSigned(it.pruneDay());
        out.putUnsigned(it.days().size());
        int before = 0;
        for (int i = 0; i < it.days().size(); i++) {
            DayBuckets.Day day = it.days().packed(i);
            out.putSigned((long) day.day() - before);
            before = day.day();
            if (day instanceof PackedDay packed) {
                // With those that followed it where it was read and follow it still, as they lie there.
                PackedDay last = packed;
                while (i + 1 < it.days().size()
                        && it.days().packed(i + 1) instanceof PackedDay next
                        && next.followed(last)) {
                    last = next;
                    i++;
                }
                before = last.day();
                out.putUnsigned(packed.to() - packed.from()).putRaw(packed.bytes(), packed.from(), last.to());
            } else {
                write(day.bucket(), scratch.clear());
                out.putBytes(scratch);
            }
        }
        customer.ledger().write(out);
    }

    /**
     * A day as it is stored.
     *
     * @param start where its number and length lie
     * @param from where it begins
     */
    private record PackedDay(int day, byte[] bytes, int start, int from, int to) implements DayBuckets.Day {

        /** Whether it was read right after that one. */
        boolean followed(PackedDay other) {
            return bytes == other.bytes && start == other.to;
        }

        @Override
        public DayBucket bucket() {
            return readDay(day, new BinaryReader(bytes, from));
        }
    }

    static StoredCustomer read(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int version = in.get();
        if (version != VERSION) {
            throw new UnreadableStateException("metrics of version " + version);
        }
        long scoreVersion = in.getUnsigned();
        int scorecardVersion = in.getUnsignedInt();
        int agendaDay = in.getSignedInt();
        int asOf = in.getSignedInt();
        OrderFigures current = readFigures(in);
        BigDecimal previousAmount = in.getAmount();
        BigDecimal largestOrder = in.getOptionalAmount();
        SortedAmounts lateness = readAmounts(in);
        SortedAmounts open = readAmounts(in);
        int complaints = in.getUnsignedInt();
        int openComplaints = in.getUnsignedInt();
        int firstOrderDay = in.getSignedInt();
        int lastOrderDay = in.getSignedInt();
        ProspectAssessed assessment = in.getBoolean() ? (ProspectAssessed) FactFormat.read(in) : null;
        int future = in.getUnsignedInt();
        int pruneDay = in.getSignedInt();
        int size = in.getUnsignedInt();
        List<DayBuckets.Day> days = new ArrayList<>(size);
        int day = 0;
        for (int i = 0; i < size; i++) {
            int start = in.position();
            day += in.getSignedInt();
            int length = in.getUnsignedInt();
            int from = in.skip(length);
            days.add(new PackedDay(day, bytes, start, from, from + length));
        }
        return new StoredCustomer(
                new CustomerMetrics(
                        asOf,
                        current,
                        previousAmount,
                        DayBuckets.of(days),
                        largestOrder,
                        lateness,
                        open,
                        complaints,
                        openComplaints,
                        firstOrderDay,
                        lastOrderDay,
                        assessment,
                        future,
                        pruneDay),
                scoreVersion,
                scorecardVersion,
                agendaDay,
                LedgerHead.read(bytes, in));
    }

    private static void write(DayBucket day, BinaryWriter out) {
        boolean orders = !day.orders().equals(OrderFigures.NONE);
        boolean largest = !day.largest().equals(LargestOrders.NONE);
        out.put((orders ? HAS_ORDERS : 0)
                | (largest ? HAS_LARGEST : 0)
                | (day.complaints() == 0 ? 0 : HAS_COMPLAINTS)
                | (day.covered().isEmpty() ? 0 : HAS_COVERED));
        if (orders) {
            write(day.orders(), out);
        }
        if (largest) {
            out.putUnsigned(day.largest().others())
                    .putUnsigned(day.largest().largest().size());
            day.largest().largest().forEach(out::putAmount);
        }
        if (day.complaints() != 0) {
            out.putUnsigned(day.complaints());
        }
        if (!day.covered().isEmpty()) {
            write(day.covered(), out);
        }
    }

    private static DayBucket readDay(int day, BinaryReader in) {
        int has = in.get();
        OrderFigures orders = (has & HAS_ORDERS) == 0 ? OrderFigures.NONE : readFigures(in);
        LargestOrders largest = (has & HAS_LARGEST) == 0 ? LargestOrders.NONE : readLargest(in);
        int complaints = (has & HAS_COMPLAINTS) == 0 ? 0 : in.getUnsignedInt();
        SortedAmounts covered = (has & HAS_COVERED) == 0 ? SortedAmounts.NONE : readAmounts(in);
        return new DayBucket(day, orders, largest, complaints, covered);
    }

    private static LargestOrders readLargest(BinaryReader in) {
        int others = in.getUnsignedInt();
        int size = in.getUnsignedInt();
        List<BigDecimal> amounts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            amounts.add(in.getAmount());
        }
        return new LargestOrders(amounts, others);
    }

    private static void write(OrderFigures it, BinaryWriter out) {
        boolean quantity = it.quantity().signum() != 0;
        boolean cost = it.costedOrders() != 0
                || it.costedAmount().signum() != 0
                || it.costedCost().signum() != 0;
        boolean deductions = it.cancellations() != 0
                || it.returns() != 0
                || it.cancelled().signum() != 0
                || it.returned().signum() != 0;
        out.put((quantity ? HAS_QUANTITY : 0) | (cost ? HAS_COST : 0) | (deductions ? HAS_DEDUCTIONS : 0))
                .putAmount(it.gross())
                .putUnsigned(it.orders());
        if (quantity) {
            out.putAmount(it.quantity());
        }
        if (cost) {
            out.putAmount(it.costedAmount()).putAmount(it.costedCost()).putUnsigned(it.costedOrders());
        }
        if (deductions) {
            out.putAmount(it.cancelled())
                    .putAmount(it.returned())
                    .putUnsigned(it.cancellations())
                    .putUnsigned(it.returns());
        }
    }

    private static OrderFigures readFigures(BinaryReader in) {
        OrderFigures none = OrderFigures.NONE;
        int has = in.get();
        BigDecimal gross = in.getAmount();
        long orders = in.getUnsigned();
        BigDecimal quantity = (has & HAS_QUANTITY) == 0 ? none.quantity() : in.getAmount();
        boolean cost = (has & HAS_COST) != 0;
        BigDecimal costedAmount = cost ? in.getAmount() : none.costedAmount();
        BigDecimal costedCost = cost ? in.getAmount() : none.costedCost();
        long costedOrders = cost ? in.getUnsigned() : 0;
        boolean deductions = (has & HAS_DEDUCTIONS) != 0;
        BigDecimal cancelled = deductions ? in.getAmount() : none.cancelled();
        BigDecimal returned = deductions ? in.getAmount() : none.returned();
        long cancellations = deductions ? in.getUnsigned() : 0;
        long returns = deductions ? in.getUnsigned() : 0;
        return new OrderFigures(
                gross,
                cancelled,
                returned,
                quantity,
                orders,
                cancellations,
                returns,
                costedAmount,
                costedCost,
                costedOrders);
    }

    private static void write(SortedAmounts amounts, BinaryWriter out) {
        out.putUnsigned(amounts.size());
        int before = 0;
        for (int i = 0; i < amounts.size(); i++) {
            out.putSigned((long) amounts.key(i) - before).putAmount(amounts.amount(i));
            before = amounts.key(i);
        }
    }

    private static SortedAmounts readAmounts(BinaryReader in) {
        int size = in.getUnsignedInt();
        int[] keys = new int[size];
        BigDecimal[] amounts = new BigDecimal[size];
        int key = 0;
        for (int i = 0; i < size; i++) {
            key += in.getSignedInt();
            keys[i] = key;
            amounts[i] = in.getAmount();
        }
        return SortedAmounts.of(keys, amounts);
    }
}
