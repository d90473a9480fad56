package io.tierstream.oracle;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.LateReason;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes what customers do: mostly what is usual, and often enough what is allowed but awkward. Returns and cancellations come
 * within a year of their order, and nothing is later than the withdrawal of a complaint, unless that is void because it is
 * dated before the opening: beyond these the rules leave a choice.
 */
final class ScenarioGenerator {

    private final Random random;
    private final Settings settings;
    private final Instant now;
    private final LocalDate today;
    private final String prefix;
    private final List<Event<?>> events = new ArrayList<>();
    private int ids;

    ScenarioGenerator(Random random, Settings settings, Instant now, String prefix) {
        this.random = random;
        this.settings = settings;
        this.now = now;
        this.today = LocalDate.ofInstant(now, settings.zone());
        this.prefix = prefix;
    }

    static Settings settings(Random random) {
        int[] windows = {365, 365, 365, 730, 90, 30, 400};
        String[] zones = {
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Shanghai",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Apia"
        };
        return Settings.defaults()
                .withWindowDays(windows[random.nextInt(windows.length)])
                .withZone(ZoneId.of(zones[random.nextInt(zones.length)]))
                .withRates(Map.of("USD", new BigDecimal("0.92"), "JPY", new BigDecimal("0.006137")));
    }

    List<Event<?>> events(int customers, int storiesPerCustomer) {
        for (int i = 0; i < customers; i++) {
            String customer = prefix + "-c" + i;
            int stories = 1 + random.nextInt(2 * storiesPerCustomer);
            for (int story = 0; story < stories; story++) {
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4, 5, 6, 7 -> order(customer);
                    case 8, 9, 10, 11, 12 -> invoice(customer);
                    case 13, 14 -> paymentWithoutInvoice(customer);
                    case 15, 16 -> complaint(customer);
                    case 17 -> deductionWithoutOrder(customer);
                    case 18 -> assessment(customer);
                    default -> customerData(customer);
                }
            }
        }
        Collections.shuffle(events, random);
        repeats();
        return events;
    }

    // --- orders
    // ---------------------------------------------------------------------------------------------------------

    private void order(String customer) {
        String orderId = id("o");
        BigDecimal amount = chance(3) ? BigDecimal.ZERO : amount();
        BigDecimal cost = chance(75) ? part(amount) : null;
        Instant placed = someTime();
        say(EventTypes.ORDER_PLACED, placed, new OrderPlaced(orderId, customer, amount, currency(), cost, quantity()));
        if (chance(15)) {
            cancel(customer, orderId, amount, placed);
        }
        while (chance(20)) {
            goods(customer, orderId, chance(10) ? amount.multiply(BigDecimal.TWO) : part(amount), placed);
        }
        if (chance(5)) {
            cancel(customer, orderId, amount, placed);
        }
    }

    private void cancel(String customer, String orderId, BigDecimal amount, Instant placed) {
        say(
                EventTypes.ORDER_CANCELLED,
                after(placed),
                new OrderCancelled(
                        customer,
                        orderId,
                        chance(50) ? id("k") : null,
                        chance(50) ? part(amount) : null,
                        currency(),
                        chance(20) ? amount() : null,
                        quantity(),
                        "changed mind"));
    }

    private void goods(String customer, @Nullable String orderId, BigDecimal amount, Instant placed) {
        say(
                EventTypes.ORDER_RETURNED,
                after(placed),
                new OrderReturned(
                        id("r"),
                        customer,
                        orderId == null ? amount.max(BigDecimal.ONE) : amount,
                        orderId,
                        currency(),
                        chance(30) ? part(amount) : null,
                        quantity(),
                        null));
    }

    private void deductionWithoutOrder(String customer) {
        String unknown = chance(50) ? id("unknown") : null;
        if (chance(50)) {
            goods(customer, unknown, amount(), someTime());
        } else {
            say(
                    EventTypes.ORDER_CANCELLED,
                    someTime(),
                    new OrderCancelled(
                            customer,
                            unknown,
                            id("k"),
                            unknown != null && chance(30) ? null : amount(),
                            currency(),
                            chance(50) ? amount() : null,
                            quantity(),
                            null));
        }
    }

    // --- payments
    // -------------------------------------------------------------------------------------------------------

    private void invoice(String customer) {
        String invoiceId = id("i");
        BigDecimal amount = chance(3) ? BigDecimal.ZERO : amount();
        Instant issued = recentTime();
        LocalDate due = dueDate(issued);
        say(EventTypes.INVOICE_ISSUED, issued, new InvoiceIssued(invoiceId, customer, amount, due, currency(), null));
        int payments = random.nextInt(4);
        for (int i = 0; i < payments; i++) {
            pay(customer, invoiceId, chance(40) ? amount : part(amount), due, issued);
        }
        if (chance(8)) {
            say(EventTypes.INVOICE_CANCELLED, after(issued), new InvoiceCancelled(invoiceId, customer));
        }
    }

    private void paymentWithoutInvoice(String customer) {
        Instant time = recentTime();
        pay(customer, id("unknown"), amount(), dueDate(time), time);
        if (chance(20)) {
            say(EventTypes.PAYMENT_REVERSED, someTime(), new PaymentReversed(id("unknown"), customer));
        }
    }

    private void pay(String customer, String invoiceId, BigDecimal amount, LocalDate due, Instant issued) {
        String paymentId = id("p");
        Instant time = chance(40) ? aroundDay(due.plusDays(random.nextInt(40) - 10)) : after(issued);
        Instant paid = time.isAfter(latest()) ? recentTime() : time;
        say(
                EventTypes.PAYMENT_RECEIVED,
                paid,
                new PaymentReceived(
                        paymentId,
                        invoiceId,
                        customer,
                        amount.max(new BigDecimal("0.01")),
                        currency(),
                        chance(60) ? due.plusDays(random.nextInt(3)) : null,
                        chance(25) ? LateReason.values()[random.nextInt(LateReason.values().length)] : null));
        if (chance(10)) {
            say(EventTypes.PAYMENT_REVERSED, after(paid), new PaymentReversed(paymentId, customer));
        }
    }

    private LocalDate dueDate(Instant issued) {
        LocalDate day = LocalDate.ofInstant(issued, settings.zone());
        return switch (random.nextInt(8)) {
            case 0 -> today;
            case 1 -> today.minusDays(1);
            case 2 -> today.minusDays(settings.windowDays());
            case 3 -> today.minusDays(settings.windowDays() - 1L);
            default -> day.plusDays(random.nextInt(70) - 10L);
        };
    }

    // --- complaints and the customer
    // ------------------------------------------------------------------------------------

    private void complaint(String customer) {
        String complaintId = id("t");
        Instant opened = someTime();
        if (!chance(8)) {
            say(
                    EventTypes.COMPLAINT_OPENED,
                    opened,
                    new ComplaintOpened(
                            complaintId,
                            customer,
                            "Pallet arrived wet",
                            null,
                            chance(50) ? "delivery" : null,
                            chance(70) ? Severity.values()[random.nextInt(Severity.values().length)] : null,
                            null,
                            null));
        }
        Instant time = opened;
        Instant last = opened;
        while (chance(45)) {
            time = chance(15) ? time : after(time);
            say(EventTypes.COMPLAINT_RESOLVED, time, new ComplaintResolved(complaintId, customer, "Replaced"));
            last = time.isAfter(last) ? time : last;
            if (chance(50)) {
                time = chance(15) ? time : after(time);
                say(EventTypes.COMPLAINT_REOPENED, time, new ComplaintReopened(complaintId, customer, null));
                last = time.isAfter(last) ? time : last;
            }
        }
        int apart = 1 + random.nextInt(3_600_000);
        // Now and then by a clock that is behind the one of the opening; no draw of its own, so that seeds mean what
        // they did.
        Instant withdrawn = apart % 8 == 0 ? opened.minusMillis(apart) : last.plusMillis(apart);
        if (chance(15) && !withdrawn.isAfter(latest())) {
            say(EventTypes.COMPLAINT_WITHDRAWN, withdrawn, new ComplaintWithdrawn(complaintId, customer, null));
        }
    }

    private void assessment(String customer) {
        say(
                EventTypes.PROSPECT_ASSESSED,
                someTime(),
                new ProspectAssessed(customer, points(), points(), points(), points(), "sales"));
    }

    private BigDecimal points() {
        return BigDecimal.valueOf(random.nextInt(101));
    }

    private void customerData(String customer) {
        if (chance(50)) {
            say(
                    EventTypes.CUSTOMER_UPDATED,
                    someTime(),
                    new CustomerUpdated(customer, "Customer " + customer, null, null, null, null));
        } else {
            say(EventTypes.CUSTOMER_VISITED, someTime(), new CustomerVisited(customer, id("v"), "sales", null));
        }
    }

    // --- saying things again
    // --------------------------------------------------------------------------------------------

    /** The same event again, its content under another event id, and another content under its business id. */
    private void repeats() {
        for (Event<?> event : List.copyOf(events)) {
            if (chance(5)) {
                events.add(random.nextInt(events.size()), event);
            }
            if (chance(3) && Acceptance.BusinessId.of(event.data()) != null) {
                say(event.envelope().type(), event.envelope().time(), event.data());
            }
            if (chance(3)) {
                contradict(event);
            }
        }
    }

    private void contradict(Event<?> event) {
        Instant time = after(event.envelope().time());
        String type = event.envelope().type();
        switch (event.data()) {
            case OrderPlaced order ->
                say(
                        type,
                        time,
                        new OrderPlaced(order.orderId(), order.customerId(), other(order.amount()), null, null, null));
            case OrderReturned goods ->
                say(
                        type,
                        time,
                        new OrderReturned(
                                goods.returnId(),
                                goods.customerId(),
                                other(goods.amount()),
                                goods.orderId(),
                                null,
                                null,
                                null,
                                null));
            case InvoiceIssued invoice ->
                say(
                        type,
                        time,
                        new InvoiceIssued(
                                invoice.invoiceId(),
                                invoice.customerId(),
                                other(invoice.amount()),
                                invoice.dueDate(),
                                null,
                                null));
            case PaymentReceived payment ->
                say(
                        type,
                        time,
                        new PaymentReceived(
                                payment.paymentId(),
                                payment.invoiceId(),
                                payment.customerId(),
                                other(payment.amount()),
                                null,
                                payment.dueDate(),
                                null));
            case ComplaintOpened complaint ->
                say(
                        type,
                        event.envelope().time(),
                        new ComplaintOpened(
                                complaint.complaintId(),
                                complaint.customerId(),
                                "Another subject",
                                null,
                                null,
                                null,
                                null,
                                null));
            default -> {}
        }
    }

    private static BigDecimal other(BigDecimal amount) {
        return amount.add(new BigDecimal("7.77"));
    }

    // --- values
    // ---------------------------------------------------------------------------------------------------------

    private void say(String type, Instant time, EventData data) {
        ids++;
        // Ids whose alphabetical order is not their order of making: ties between times are decided by id.
        String id = prefix + "-" + Integer.toString((ids * 7919) % 1_000_003, 36) + "-" + ids;
        events.add(new Event<>(new Envelope(id, "urn:scenario:" + prefix, type, time), data));
    }

    private String id(String kind) {
        ids++;
        return prefix + "." + kind + ids;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Amounts over all magnitudes in which curves bend, with up to four decimals. */
    private BigDecimal amount() {
        long digits = random.nextInt(9_999) + 1L;
        return BigDecimal.valueOf(digits, random.nextInt(7) - 2).setScale(4).max(new BigDecimal("0.01"));
    }

    private BigDecimal part(BigDecimal amount) {
        return amount.multiply(BigDecimal.valueOf(random.nextInt(100) + 1L, 2)).setScale(4, RoundingMode.HALF_UP);
    }

    private @Nullable BigDecimal quantity() {
        return chance(60) ? BigDecimal.valueOf(random.nextInt(500) + 1L) : null;
    }

    private @Nullable String currency() {
        if (settings.rates().isEmpty() || chance(75)) {
            return chance(50) ? null : settings.baseCurrency();
        }
        List<String> currencies = settings.rates().keySet().stream().sorted().toList();
        return currencies.get(random.nextInt(currencies.size()));
    }

    /** Nothing is dated later: an hour less than the day of clock skew that is taken. */
    private Instant latest() {
        return now.plus(Duration.ofHours(23));
    }

    /** Mostly in the window, often at an edge of a day, of a window or of daylight saving, now and then years ago or tomorrow. */
    private Instant someTime() {
        return chance(6)
                ? now.minus(Duration.ofDays(settings.retentionDays() - 20L + random.nextInt(400)))
                : recentTime();
    }

    /** As {@link #someTime()}, but never so old that entries are no longer kept. */
    private Instant recentTime() {
        int window = settings.windowDays();
        Instant time = switch (random.nextInt(12)) {
            case 0 -> aroundDay(today.minusDays(window));
            case 1 -> aroundDay(today.minusDays(window - 1L));
            case 2 -> aroundDay(today.minusDays(2L * window));
            case 3 -> aroundDay(today);
            case 4 -> now.plusMillis(random.nextInt(23 * 3_600_000));
            case 5 -> daylightSaving();
            case 6, 7 -> now.minusSeconds(random.nextInt(Math.toIntExact(2L * window * 86_400L)));
            default -> now.minusSeconds(random.nextInt(Math.toIntExact(window * 86_400L)));
        };
        return time.isAfter(latest()) ? now : time;
    }

    private Instant aroundDay(LocalDate day) {
        return day.atStartOfDay(settings.zone()).toInstant().plusMillis(random.nextInt(7_200_000) - 3_600_000L);
    }

    private Instant daylightSaving() {
        ZoneOffsetTransition transition = settings.zone().getRules().previousTransition(now);
        Instant recent = now.minus(Duration.ofDays(settings.windowDays()));
        return transition == null || transition.getInstant().isBefore(recent)
                ? aroundDay(today)
                : transition.getInstant().plusMillis(random.nextInt(7_200_000) - 3_600_000L);
    }

    /** Some time after, within the year in which orders may be returned; sometimes a little before. */
    private Instant after(Instant time) {
        long most = 360L * 86_400_000L;
        Instant later =
                chance(10) ? time.minusMillis(random.nextInt(3_600_000)) : time.plusMillis(random.nextLong(most));
        return later.isAfter(latest()) ? time : later;
    }
}
