package io.tierstream.benchmarks;

import io.tierstream.benchmarks.Progress.Measured;

/**
 * scoring-service as it is (exactly once, ledger, duplicate check, agenda, scores as events) next to the plain
 * exactly-once aggregate, in turn on the same broker with the same events, threads and commit interval.
 */
public final class ScoringBenchmark {

    /** Pairs in which the compilers of both sides and of the broker do most of their work. */
    static final int WARM_UPS = 3;

    private ScoringBenchmark() {}

    /** Arguments, all optional: events, customers, pairs of runs. */
    public static void main(String[] arguments) throws Exception {
        Machine.print();
        int events = Machine.argument(arguments, 0, 600_000);
        int customers = Machine.argument(arguments, 1, 100_000);
        int pairs = Machine.argument(arguments, 2, 5);
        try (Course course = new Course(new Workload(events, customers))) {
            Comparison comparison = new Comparison("plain aggregate", "scoring-service");
            for (int i = 1 - WARM_UPS; i <= pairs; i++) {
                addPair(course, comparison, i);
            }
            comparison.printMedians();
        }
    }

    /**
     * Each is first as often as the other, so that neither always finds the machine as the other left it.
     *
     * @param number from 1 for pairs that count
     */
    static void addPair(Course course, Comparison comparison, int number) throws Exception {
        if (number % 2 == 0) {
            Measured plain = course.plain();
            comparison.add(plain, course.scoring(), number > 0);
        } else {
            Measured scoring = course.scoring();
            comparison.add(course.plain(), scoring, number > 0);
        }
    }
}
