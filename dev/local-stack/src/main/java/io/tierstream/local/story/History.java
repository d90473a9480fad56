package io.tierstream.local.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The ordinary business of all companies. What happens on a day follows from the company and the day alone, so that any
 * stretch of it can be told at any time, once or again, and always is the same.
 */
final class History {

    private static final int CREDIT_DAYS = 30;
    /** An order's last consequence, a very late payment, lies within this. */
    private static final int LONGEST_CONSEQUENCE_DAYS = 180;

    private static final int DAYS_OF_A_YEAR = 365;
    private static final int FASTEST_VISITS_DAYS = 20;
    private static final int SLOWEST_VISITS_DAYS = 120;

    private History() {}

    /**
     * Everything that happens from one day on and before another.
     *
     * @param from the first day
     * @param until the day after the last
     * @return by time
     */
    static List<Happening> between(LocalDate from, LocalDate until) {
        var all = new ArrayList<Happening>();
        for (Company company : Companies.ALL) {
            for (LocalDate day = from.minusDays(LONGEST_CONSEQUENCE_DAYS); day.isBefore(until); day = day.plusDays(1)) {
                var random = new SplittableRandom(31L * company.id().hashCode() + day.toEpochDay());
                order(company, day, random, all);
                complaint(company, day, random, all);
                visit(company, day, all);
            }
        }
        Instant begin = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = until.atStartOfDay(ZoneOffset.UTC).toInstant();
        return all.stream()
                .filter(happening ->
                        !happening.time().isBefore(begin) && happening.time().isBefore(end))
                .sorted(Comparator.comparing(Happening::time))
                .toList();
    }

    /**
     * Who everybody is, and the one great order of the false big customer.
     *
     * @param day when they are told
     */
    static List<Happening> beginning(LocalDate day) {
        var all = new ArrayList<Happening>();
        for (Company company : Companies.ALL) {
            all.add(introduced(company, day));
        }
        return all;
    }

    private static Happening introduced(Company company, LocalDate day) {
        return new Happening(
                "customer-" + company.id(),
                "customer.updated",
                at(day, 8, 0),
                Map.of(
                        "customerId", company.id(),
                        "name", company.name(),
                        "accountManager", company.accountManager(),
                        "region", company.region()));
    }

    /**
     * Who may become a customer, and what those say who were there: from very promising to hardly worth the journey.
     *
     * @param today the day after the latest of it
     */
    static List<Happening> prospects(LocalDate today) {
        var all = new ArrayList<Happening>();
        int points = 92;
        for (Company company : Companies.PROSPECTS) {
            LocalDate day = today.minusDays(points);
            all.add(introduced(company, day));
            all.add(new Happening(
                    "assessment-" + company.id(),
                    "prospect.assessed",
                    at(day, 14, 0),
                    Map.of(
                            "customerId",
                            company.id(),
                            "financial",
                            points,
                            "market",
                            points - 4,
                            "cooperation",
                            points - 9,
                            "influence",
                            points - 15,
                            "assessedBy",
                            company.accountManager())));
            points -= 13;
        }
        return all;
    }

    /**
     * The false big customer: one order of two million that earns next to nothing.
     *
     * @param day when it ordered
     */
    static Happening falseBigOrder(LocalDate day) {
        Company company = Companies.FALSE_BIG_CUSTOMER;
        return placed(company, "order-" + company.id() + "-bulk", at(day, 11, 30), 1_850_000, 1_826_000, 40_000);
    }

    private static void order(Company company, LocalDate day, SplittableRandom random, List<Happening> all) {
        if (random.nextInt(DAYS_OF_A_YEAR) >= company.ordersPerYear()) {
            return;
        }
        String number = company.id() + "-" + day;
        long amount = company.typicalAmount() * random.nextLong(60, 141) / 100;
        long cost = amount * (100 - company.marginPercent() + random.nextInt(-3, 4)) / 100;
        all.add(placed(
                company,
                "order-" + number,
                at(day, 8 + random.nextInt(9), random.nextInt(60)),
                amount,
                cost,
                Math.max(1, amount / (40 + Math.floorMod(company.id().hashCode(), 60)))));
        payments(company, day, number, amount, random, all);
        if (random.nextInt(100) < company.returnsPercent()) {
            long share = random.nextLong(20, 61);
            all.add(new Happening(
                    "return-" + number,
                    "order.returned",
                    at(day.plusDays(6), 15, 20),
                    Map.of(
                            "customerId",
                            company.id(),
                            "returnId",
                            "return-" + number,
                            "orderId",
                            "order-" + number,
                            "amount",
                            Long.toString(amount * share / 100),
                            "reason",
                            company.writesChinese() ? "质量问题" : "not as ordered")));
        }
    }

    static Happening placed(Company company, String orderId, Instant time, long amount, long cost, long quantity) {
        return new Happening(
                orderId,
                "order.placed",
                time,
                Map.of(
                        "customerId", company.id(),
                        "orderId", orderId,
                        "amount", Long.toString(amount),
                        "currency", company.currency(),
                        "cost", Long.toString(cost),
                        "quantity", quantity));
    }

    private static void payments(
            Company company, LocalDate day, String number, long amount, SplittableRandom random, List<Happening> all) {
        LocalDate due = day.plusDays(CREDIT_DAYS);
        all.add(new Happening(
                "invoice-" + number,
                "invoice.issued",
                at(day, 17, 30),
                Map.of(
                        "customerId", company.id(),
                        "invoiceId", "invoice-" + number,
                        "orderId", "order-" + number,
                        "amount", Long.toString(amount),
                        "currency", company.currency(),
                        "dueDate", due.toString())));
        int late = Math.clamp(
                company.daysLate() + random.nextInt(-3, 8),
                -CREDIT_DAYS + 1,
                LONGEST_CONSEQUENCE_DAYS - 2 * CREDIT_DAYS);
        // Some pay in two parts.
        BigDecimal whole = BigDecimal.valueOf(amount);
        BigDecimal first = random.nextInt(5) == 0
                ? whole.multiply(new BigDecimal("0.6")).setScale(2, RoundingMode.HALF_UP)
                : whole;
        all.add(payment(company, number, 1, due.plusDays(late), first, late));
        if (first.compareTo(whole) < 0) {
            all.add(payment(company, number, 2, due.plusDays(late + 12L), whole.subtract(first), late + 12));
        }
    }

    private static Happening payment(
            Company company, String number, int part, LocalDate day, BigDecimal amount, int late) {
        var data = new HashMap<String, Object>(Map.of(
                "customerId",
                company.id(),
                "paymentId",
                "payment-" + number + "-" + part,
                "invoiceId",
                "invoice-" + number,
                "amount",
                amount.toPlainString(),
                "currency",
                company.currency()));
        if (late > 0 && company.lateReason() != null) {
            data.put("lateReason", company.lateReason());
        }
        return new Happening("payment-" + number + "-" + part, "payment.received", at(day, 10, 15), data);
    }

    private static void complaint(Company company, LocalDate day, SplittableRandom random, List<Happening> all) {
        if (random.nextInt(DAYS_OF_A_YEAR / 3) >= company.complaintsPerThird()) {
            return;
        }
        String id = "complaint-" + company.id() + "-" + day;
        all.add(complained(company, id, at(day, 9 + random.nextInt(8), random.nextInt(60)), random));
        all.add(resolved(company, id, at(day.plusDays(2 + random.nextInt(5)), 16, random.nextInt(60))));
    }

    /** Everybody is visited at a pace of its own, for better customers too slow a one now and then. */
    private static void visit(Company company, LocalDate day, List<Happening> all) {
        int pace =
                FASTEST_VISITS_DAYS + Math.floorMod(company.id().hashCode(), SLOWEST_VISITS_DAYS - FASTEST_VISITS_DAYS);
        if (Math.floorMod(day.toEpochDay(), pace) == 0) {
            String id = "visit-" + company.id() + "-" + day;
            all.add(new Happening(
                    id,
                    "customer.visited",
                    at(day, 13, 0),
                    Map.of("customerId", company.id(), "visitId", id, "visitedBy", company.accountManager())));
        }
    }

    static Happening complained(Company company, String id, Instant time, SplittableRandom random) {
        Grievance grievance = Grievance.of(company, random);
        return new Happening(
                id,
                "complaint.opened",
                time,
                Map.of(
                        "customerId", company.id(),
                        "complaintId", id,
                        "subject", grievance.subject(),
                        "description", grievance.description(),
                        "category", grievance.category(),
                        "severity", grievance.severity(),
                        "channel", random.nextBoolean() ? "email" : "phone"));
    }

    static Happening resolved(Company company, String complaintId, Instant time) {
        return new Happening(
                complaintId + "-resolved",
                "complaint.resolved",
                time,
                Map.of("customerId", company.id(), "complaintId", complaintId, "note", "settled by telephone"));
    }

    private static Instant at(LocalDate day, int hour, int minute) {
        return day.atTime(LocalTime.of(hour, minute)).toInstant(ZoneOffset.UTC);
    }
}
