package io.tierstream.tier.population;

import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Shares;
import io.tierstream.tier.domain.Weights;
import io.tierstream.tier.domain.report.Concentration;
import io.tierstream.tier.domain.simulation.GradedPopulation;
import io.tierstream.tier.domain.simulation.Simulation;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How long things take and how much memory they need at 1,000,000 customers. No test: run it by name, {@code ./mvnw -pl
 * tier-service -am test -Dtest=PopulationMeasurement -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PopulationMeasurement {

    private static final int CUSTOMERS = Integer.getInteger("customers", 1_000_000);

    @Test
    void measure() {
        Population population = new Population();
        Random random = new Random(1);
        long before = used();
        long decoding = 0;
        long filling = 0;
        for (int from = 0; from < CUSTOMERS; from += 5_000) {
            List<byte[]> records = new ArrayList<>();
            for (int i = from; i < Math.min(CUSTOMERS, from + 5_000); i++) {
                records.add(WireJson.bytes(Snapshots.random(i, random)));
            }
            long start = System.nanoTime();
            List<GradeSnapshot> grades = records.stream()
                    .map(bytes -> WireJson.read(GradeSnapshot.class, bytes).orElseThrow())
                    .toList();
            decoding += System.nanoTime() - start;
            start = System.nanoTime();
            population.graded(grades);
            filling += System.nanoTime() - start;
        }
        System.out.printf("%d customers, %d MiB%n", CUSTOMERS, (used() - before) >> 20);
        System.out.printf("decoding %d ms, filling %d ms%n", decoding / 1_000_000, filling / 1_000_000);
        for (CustomerOrder order : CustomerOrder.values()) {
            time("page of 50 by " + order.parameter(), () -> page(population, CustomerFilter.ALL, order));
        }
        time(
                "page of 50 by name, searching",
                () -> page(population, new CustomerFilter(null, null, "garden 9", null), CustomerOrder.NAME_ASCENDING));
        time(
                "page of 1000 by name",
                () -> population.read(table ->
                        CustomerLists.page(table, row -> true, CustomerOrder.NAME_ASCENDING, Optional.empty(), 1000)));
        time(
                "all by composite",
                () -> population.read(
                        table -> CustomerLists.all(table, row -> true, CustomerOrder.COMPOSITE_DESCENDING)));
        time(
                "concentration",
                () -> population.read(table -> {
                    long[] values = new long[table.rows()];
                    for (int row = 0; row < values.length; row++) {
                        values[row] = table.column(Figure.ORDER_AMOUNT).tenThousandths(row);
                    }
                    return Concentration.of(values, Decimals.SCALE).gini();
                }));
        GradingPolicy policy = new GradingPolicy(
                2,
                new Weights(BigDecimal.ZERO, BigDecimal.valueOf(40), BigDecimal.valueOf(40), BigDecimal.valueOf(20)),
                GradingPolicy.INITIAL.mode(),
                new Shares(BigDecimal.valueOf(20), BigDecimal.valueOf(40)),
                GradingPolicy.INITIAL.thresholds(),
                GradingPolicy.INITIAL.demotionMargin(),
                GradingPolicy.INITIAL.demotionGrace(),
                GradingPolicy.INITIAL.minimumDwell(),
                "");
        time(
                "simulation",
                () -> population.read(table -> Simulation.of(
                                policy,
                                new GradedPopulation() {
                                    @Override
                                    public int size() {
                                        return table.rows();
                                    }

                                    @Override
                                    public Grade grade(int index) {
                                        return table.grade(index);
                                    }
                                },
                                Instant.parse("2026-11-22T12:00:00Z"))
                        .matrix()
                        .moved()));
    }

    private static int page(Population population, CustomerFilter filter, CustomerOrder order) {
        return population.read(
                table -> CustomerLists.page(table, CustomerLists.wanted(table, filter), order, Optional.empty(), 50)
                        .rows()
                        .length);
    }

    private static void time(String what, Supplier<?> work) {
        long best = Long.MAX_VALUE;
        Object result = null;
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            result = work.get();
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-40s %6d ms  %s%n", what, best / 1_000_000, result instanceof Number ? result : "");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
