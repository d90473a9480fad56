package io.tierstream.benchmarks;

import io.tierstream.benchmarks.Progress.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Pairs of runs, one after the other on the same machine, as a table. */
final class Comparison {

    record Pair(Measured one, Measured other) {

        double rateRatio() {
            return other.rate() / one.rate();
        }

        double microsRatio() {
            return one.micros() / other.micros();
        }
    }

    private static final String ROW = "%-8s %,14.0f %,14.0f %8.2f %12.1f %12.1f %8.2f%n";

    private final String name;
    private final List<Pair> pairs = new ArrayList<>();

    Comparison(String one, String other) {
        this.name = one + " against " + other;
        printHead("ratios above 1 are in favour of the second");
    }

    private void printHead(String what) {
        System.out.printf("%s; %s%n", name, what);
        System.out.printf(
                "%-8s %14s %14s %8s %12s %12s %8s%n",
                "pair", "1: events/s", "2: events/s", "ratio", "1: µs CPU", "2: µs CPU", "ratio");
    }

    /** @param counts false for a pair that warms up */
    void add(Measured one, Measured other, boolean counts) {
        Pair pair = new Pair(one, other);
        if (counts) {
            pairs.add(pair);
        }
        System.out.printf(
                ROW,
                counts ? Integer.toString(pairs.size()) : "warm-up",
                one.rate(),
                other.rate(),
                pair.rateRatio(),
                one.micros(),
                other.micros(),
                pair.microsRatio());
    }

    /** Of all pairs that count: the least, the median and the greatest of each column. */
    void printMedians() {
        printHead("%d pairs".formatted(pairs.size()));
        print("least", 0);
        print("median", pairs.size() / 2);
        print("greatest", pairs.size() - 1);
    }

    private void print(String name, int rank) {
        System.out.printf(
                ROW,
                name,
                ranked(pair -> pair.one.rate(), rank),
                ranked(pair -> pair.other.rate(), rank),
                ranked(Pair::rateRatio, rank),
                ranked(pair -> pair.one.micros(), rank),
                ranked(pair -> pair.other.micros(), rank),
                ranked(Pair::microsRatio, rank));
    }

    double median(ToDoubleFunction<Pair> column) {
        return ranked(column, pairs.size() / 2);
    }

    private double ranked(ToDoubleFunction<Pair> column, int rank) {
        return pairs.stream()
                .mapToDouble(column)
                .sorted()
                .skip(rank)
                .findFirst()
                .orElseThrow();
    }
}
