package io.tierstream.local.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One minute of the live part. Acts are numbered; what happens in one follows from its number, only the times are those
 * of the performance. Each act lifts a small customer with one great order, some acts later that order is cancelled, and
 * the complaints of an act are settled after some more, so that it can go on for ever.
 */
final class Act {

    /**
     * A moment of an act.
     *
     * @param after since the beginning of the act
     * @param words what to tell people; may be empty
     * @param events what to publish
     */
    record Step(Duration after, String words, List<Happening> events) {}

    static final Duration LENGTH = Duration.ofSeconds(60);

    private static final int ACTS_UNTIL_CANCELLED = 3;
    private static final int ACTS_UNTIL_SETTLED = 9;
    /** The letter of the small customer came two days ago, so that a better tier leaves one day of the three. */
    private static final Duration WAITED = Duration.ofDays(2);

    private Act() {}

    /**
     * What happens in an act.
     *
     * @param number counted from 0
     * @param begin when it begins; its events happen at their step's time
     */
    static List<Step> steps(int number, Instant begin) {
        var steps = new ArrayList<Step>();
        Company star = star(number);
        Company complaining = complaining(number);
        steps.add(step(
                2,
                star.name() + ", a small customer so far, complains: its letter lay around for two days.",
                List.of(letter(number, begin.minus(WAITED)))));
        steps.add(step(
                14,
                complaining.name() + " complains.",
                List.of(complaint(number, begin.plusSeconds(14)), smallOrder(number, begin.plusSeconds(14)))));
        steps.add(step(
                28,
                "A great and profitable order by " + star.name()
                        + " → it should become A, and its ticket go to the front, due in a day.",
                List.of(greatOrder(number, begin.plusSeconds(28)))));
        int fallen = number - ACTS_UNTIL_CANCELLED;
        if (fallen >= 0) {
            steps.add(step(
                    44,
                    star(fallen).name() + " is in trouble and cancels its great order → it should fall back, and its"
                            + " ticket too.",
                    List.of(cancellation(fallen, begin.plusSeconds(44)))));
        }
        if (number % 5 == 2) {
            steps.add(step(
                    50,
                    Companies.SLOW_PAYER.name() + " pays, two months late as ever.",
                    latePayment(number, begin.plusSeconds(50))));
        }
        int settled = number - ACTS_UNTIL_SETTLED;
        if (settled >= 0) {
            Instant then = begin.plusSeconds(54);
            steps.add(step(
                    54,
                    "The complaints of " + star(settled).name() + " and "
                            + complaining(settled).name() + " are settled.",
                    List.of(
                            History.resolved(star(settled), letterId(settled), then),
                            History.resolved(complaining(settled), complaintId(settled), then))));
        }
        return steps;
    }

    private static Step step(int seconds, String words, List<Happening> events) {
        return new Step(Duration.ofSeconds(seconds), words, events);
    }

    private static Company star(int number) {
        return Companies.RISING.get(number % Companies.RISING.size());
    }

    private static Company complaining(int number) {
        return Companies.STEADY.get(random(number, 1).nextInt(Companies.STEADY.size()));
    }

    private static SplittableRandom random(int number, int purpose) {
        return new SplittableRandom(1_000_003L * number + purpose);
    }

    private static String letterId(int number) {
        return "letter-" + number;
    }

    private static String complaintId(int number) {
        return "live-complaint-" + number;
    }

    private static String greatOrderId(int number) {
        return "great-order-" + number;
    }

    private static Happening letter(int number, Instant time) {
        return History.complained(star(number), letterId(number), time, random(number, 2));
    }

    private static Happening complaint(int number, Instant time) {
        return History.complained(complaining(number), complaintId(number), time, random(number, 3));
    }

    private static Happening smallOrder(int number, Instant time) {
        var random = random(number, 4);
        Company company = Companies.STEADY.get(random.nextInt(Companies.STEADY.size()));
        long amount = company.typicalAmount() * random.nextLong(5, 20) / 100;
        return History.placed(
                company,
                "live-order-" + number,
                time,
                amount,
                amount * (100 - company.marginPercent()) / 100,
                1 + random.nextInt(50));
    }

    private static Happening greatOrder(int number, Instant time) {
        Company company = star(number);
        long amount = random(number, 5).nextLong(1_100, 1_700) * 1_000 * (company.writesChinese() ? 8 : 1);
        return History.placed(company, greatOrderId(number), time, amount, amount * 54 / 100, 9_000);
    }

    private static Happening cancellation(int number, Instant time) {
        return new Happening(
                greatOrderId(number) + "-cancelled",
                "order.cancelled",
                time,
                Map.of(
                        "customerId",
                        star(number).id(),
                        "orderId",
                        greatOrderId(number),
                        "reason",
                        "the bank withdrew its credit"));
    }

    private static List<Happening> latePayment(int number, Instant time) {
        String invoice = "live-invoice-" + number;
        Company company = Companies.SLOW_PAYER;
        String due = time.minus(Duration.ofDays(61)).toString().substring(0, 10);
        return List.of(
                new Happening(
                        invoice,
                        "invoice.issued",
                        time.minus(Duration.ofDays(91)),
                        Map.of("customerId", company.id(), "invoiceId", invoice, "amount", "9800", "dueDate", due)),
                new Happening(
                        invoice + "-paid",
                        "payment.received",
                        time,
                        Map.of(
                                "customerId",
                                company.id(),
                                "paymentId",
                                invoice + "-paid",
                                "invoiceId",
                                invoice,
                                "amount",
                                "9800")));
    }
}
