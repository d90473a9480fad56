package io.tierstream.benchmarks;

import java.util.function.ToDoubleFunction;

/**
 * What an event costs with many customers against few, for scoring-service and for the plain aggregate: all customers
 * are known before anything is counted.
 */
public final class ScaleBenchmark {

    private ScaleBenchmark() {}

    /** Arguments, all optional: counted events, few customers, many customers, rounds. */
    public static void main(String[] arguments) throws Exception {
        Machine.print();
        int events = Machine.argument(arguments, 0, 500_000);
        int few = Machine.argument(arguments, 1, 10_000);
        int many = Machine.argument(arguments, 2, 1_000_000);
        int rounds = Machine.argument(arguments, 3, 3);
        try (Course small = new Course(new Workload(few + events, few, true, ""));
                Course large = new Course(new Workload(many + events, many, true, ""))) {
            Comparison ofFew = new Comparison("plain aggregate", "scoring-service, %,d customers".formatted(few));
            Comparison ofMany = new Comparison("plain aggregate", "scoring-service, %,d customers".formatted(many));
            for (int i = 1 - ScoringBenchmark.WARM_UPS; i <= 0; i++) {
                ScoringBenchmark.addPair(small, ofFew, i);
            }
            for (int i = 1; i <= rounds; i++) {
                ScoringBenchmark.addPair(small, ofFew, i);
                ScoringBenchmark.addPair(large, ofMany, i);
            }
            ofFew.printMedians();
            ofMany.printMedians();
            System.out.printf("%,d customers against %,d, cost of an event (medians):%n", many, few);
            System.out.printf("%-18s %16s %18s%n", "", "by time", "by processor time");
            print(
                    "plain aggregate",
                    ofFew,
                    ofMany,
                    pair -> pair.one().rate(),
                    pair -> pair.one().micros());
            print(
                    "scoring-service",
                    ofFew,
                    ofMany,
                    pair -> pair.other().rate(),
                    pair -> pair.other().micros());
        }
    }

    private static void print(
            String name,
            Comparison few,
            Comparison many,
            ToDoubleFunction<Comparison.Pair> rate,
            ToDoubleFunction<Comparison.Pair> micros) {
        System.out.printf(
                "%-18s %14.2f × %16.2f ×%n",
                name, few.median(rate) / many.median(rate), many.median(micros) / few.median(micros));
    }
}
