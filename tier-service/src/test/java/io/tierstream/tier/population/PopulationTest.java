package io.tierstream.tier.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.domain.Cause;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.population.RowOrder.Place;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class PopulationTest {

    private final Population population = new Population();

    @Test
    void shouldKeepEveryFigureExactly() {
        GradeSnapshot grade = named("acme", "Acme GmbH", "1234567890123456789.1234");

        population.graded(List.of(grade));

        Customer customer =
                population.read(table -> table.customer(table.find("acme").orElseThrow()));
        assertThat(customer.metrics())
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(grade.metrics());
        assertThat(customer.since()).isEqualTo(grade.since());
        assertThat(customer.name()).isEqualTo("Acme GmbH");
        assertThat(customer.composite()).isEqualTo(Points.of("50"));
        assertThat(customer.flags()).containsExactly(Flag.LOW_MARGIN);
        assertThat(customer.asOf()).isEqualTo(grade.asOf());
    }

    @Test
    void shouldGiveAGradeBackAsItCame() {
        Criteria criteria = new Criteria(Points.of("80"), Points.of("50.01"), Points.of("49.99"), null);
        Instant since = Snapshots.SINCE;
        Grade grade = new Grade(
                "acme",
                io.tierstream.tier.domain.Tier.A,
                since,
                3,
                new Grade.Computed(
                        io.tierstream.tier.domain.Tier.B,
                        since.plusSeconds(1),
                        new Grade.Below(since.plusSeconds(2), Cause.CUT_OFF)),
                new Grade.Basis(
                        criteria,
                        GradingPolicy.INITIAL.composite(criteria),
                        7,
                        GradingPolicy.INITIAL.version(),
                        GradingPolicy.INITIAL.weights(),
                        null),
                new TierOverride(io.tierstream.tier.domain.Tier.A, "key account", "olga", since.plusSeconds(9)));
        GradeSnapshot other = named("acme", "Acme GmbH", "1000.00");
        GradeSnapshot told = WireTranslator.toSnapshot(
                5,
                grade,
                since.plusSeconds(9),
                GradingMode.RATIO,
                new CustomerScored(
                        "acme",
                        other.asOf(),
                        7,
                        "EUR",
                        other.metrics(),
                        WireTranslator.toWire(criteria),
                        List.of(Flag.SLOW_PAYER, Flag.LOW_MARGIN),
                        4),
                new GradeSnapshot.Profile("Acme", "mia", "retail", "EU", other.asOf()));

        population.graded(List.of(told));

        GradeSnapshot kept =
                population.read(table -> table.snapshot(table.find("acme").orElseThrow()));
        assertThat(kept)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .ignoringCollectionOrderInFields("flags")
                .isEqualTo(told);
        assertThat(kept.metrics().orderAmount()).hasToString("1000");
    }

    @Test
    void shouldNotSayThatACustomerIsUnknownBeforeAllAreRead() {
        PopulationListener unread = new PopulationListener(
                new DefaultKafkaConsumerFactory<>(Map.of()),
                population,
                new OpenTickets(),
                new CurrentSla(),
                new SimpleMeterRegistry());
        CustomerDirectory directory = new CustomerDirectory(population, unread);

        assertThatThrownBy(() -> directory.find("acme")).isInstanceOf(NotReadyException.class);
    }

    @Test
    void shouldNotPutAnOlderGradeOverANewerOne() {
        population.graded(List.of(version("acme", 2, Tier.A), version("acme", 1, Tier.C), version("acme", 2, Tier.B)));

        assertThat(population.<Object>read(
                        table -> table.tier(table.find("acme").orElseThrow())))
                .isEqualTo(io.tierstream.tier.domain.Tier.A);
        assertThat(population.<Integer>read(CustomerTable::graded)).isEqualTo(1);
    }

    @Test
    void shouldRememberWhichTierWasWhen() {
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        population.changed(List.of(
                new Population.Change("acme", 1, io.tierstream.tier.domain.Tier.C, noon),
                new Population.Change("acme", 2, io.tierstream.tier.domain.Tier.A, noon.plusSeconds(10)),
                new Population.Change("acme", 1, io.tierstream.tier.domain.Tier.C, noon)));
        population.graded(List.of(version("acme", 1, Tier.A)));

        assertThat(tierAt("acme", noon.minusSeconds(1))).isNull();
        assertThat(tierAt("acme", noon)).isEqualTo(io.tierstream.tier.domain.Tier.C);
        assertThat(tierAt("acme", noon.plusSeconds(9))).isEqualTo(io.tierstream.tier.domain.Tier.C);
        assertThat(tierAt("acme", noon.plusSeconds(10))).isEqualTo(io.tierstream.tier.domain.Tier.A);
        assertThat(population.<Integer>read(CustomerTable::changes)).isEqualTo(2);
    }

    @Test
    void shouldNotCountWhoHasNoGradeYet() {
        population.visited(List.of(new Population.Visit("unknown", Snapshots.SINCE)));

        assertThat(population.<Integer>read(CustomerTable::graded)).isZero();
        assertThat(population.<Boolean>read(table -> table.find("unknown").isEmpty()))
                .isTrue();
        assertThat(page(CustomerFilter.ALL, CustomerOrder.ID_ASCENDING)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CustomerOrder.class)
    void shouldPageThroughEveryOrderWithoutLossOrRepeat(CustomerOrder order) {
        Random random = new Random(7);
        List<GradeSnapshot> grades = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            grades.add(Snapshots.random(i, random));
        }
        population.graded(grades);

        List<String> seen = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        do {
            Optional<Place> from = after;
            CustomerLists.Page page = population.read(table -> CustomerLists.page(table, row -> true, order, from, 64));
            population.read(table -> {
                Arrays.stream(page.rows()).mapToObj(table::customerId).forEach(seen::add);
                return seen;
            });
            after = page.next();
        } while (after.isPresent());

        assertThat(new HashSet<>(seen)).hasSize(700);
        List<String> all = population.read(table -> Arrays.stream(CustomerLists.all(table, row -> true, order))
                .mapToObj(table::customerId)
                .toList());
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void shouldSortByComposite() {
        Random random = new Random(11);
        List<GradeSnapshot> grades = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            grades.add(Snapshots.random(i, random));
        }
        population.graded(grades);

        List<String> expected = grades.stream()
                .sorted(Comparator.comparing(
                                GradeSnapshot::composite, Comparator.nullsFirst(Comparator.<BigDecimal>naturalOrder()))
                        .thenComparing(GradeSnapshot::customerId)
                        .reversed())
                .map(GradeSnapshot::customerId)
                .limit(100)
                .toList();
        assertThat(page(CustomerFilter.ALL, CustomerOrder.COMPOSITE_DESCENDING)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "GMB", "gmbh ac", "AC-1", "华为", "技术", "müller", "MÜLLER", "ＡＣＭＥ"})
    void shouldFindByTheBeginningOfWords(String text) {
        population.graded(
                List.of(named("AC-1", "Acme GmbH Müller 深圳华为技术", "1"), named("other", "Zebra Imgmbh Racme", "1")));

        assertThat(page(new CustomerFilter(null, null, text, null), CustomerOrder.ID_ASCENDING))
                .containsExactly("AC-1");
    }

    @Test
    void shouldFilterByTierFlagAndManager() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            population.graded(List.of(Snapshots.random(i, random)));
        }

        for (io.tierstream.tier.domain.Tier tier : io.tierstream.tier.domain.Tier.values()) {
            List<String> found =
                    page(new CustomerFilter(tier, Flag.SLOW_PAYER, null, null), CustomerOrder.ID_ASCENDING);
            assertThat(found)
                    .allSatisfy(id -> assertThat(population.<Customer>read(
                                    table -> table.customer(table.find(id).orElseThrow())))
                            .satisfies(customer -> assertThat(customer.tier()).isEqualTo(tier))
                            .satisfies(customer -> assertThat(customer.flags()).contains(Flag.SLOW_PAYER)));
        }
    }

    private List<String> page(CustomerFilter filter, CustomerOrder order) {
        return population.read(table -> Arrays.stream(
                        CustomerLists.page(table, CustomerLists.wanted(table, filter), order, Optional.empty(), 100)
                                .rows())
                .mapToObj(table::customerId)
                .toList());
    }

    private io.tierstream.tier.domain.@Nullable Tier tierAt(String customerId, Instant time) {
        return population
                .read(table ->
                        Optional.ofNullable(table.tierAt(table.find(customerId).orElseThrow(), time)))
                .orElse(null);
    }

    @Test
    void shouldReadOneCustomerPastWhatWaitsForAReport() throws InterruptedException {
        population.graded(List.of(version("acme", 1, Tier.B)));
        CompletableFuture<Void> reporting = new CompletableFuture<>();
        CompletableFuture<Void> reported = new CompletableFuture<>();
        Thread report = Thread.ofPlatform()
                .start(() -> population.read(_table -> {
                    reporting.complete(null);
                    return reported.join();
                }));
        reporting.join();
        Thread arrival = Thread.ofPlatform().start(() -> population.graded(List.of(version("acme", 2, Tier.A))));
        try {
            await().until(() -> arrival.getState() == Thread.State.WAITING);

            CompletableFuture<Long> found = CompletableFuture.supplyAsync(() ->
                    population.readOne(table -> table.version(table.find("acme").orElseThrow())));

            assertThat(found).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1L);
        } finally {
            reported.complete(null);
        }
        report.join();
        arrival.join();
        assertThat(population.<Long>readOne(
                        table -> table.version(table.find("acme").orElseThrow())))
                .isEqualTo(2);
    }

    private static GradeSnapshot version(String id, long version, Tier tier) {
        return Snapshots.snapshot(
                id, version, tier, Criteria.NONE, null, BigDecimal.ONE, BigDecimal.ONE, null, List.of(), null);
    }

    private static GradeSnapshot named(String id, String name, String amount) {
        return Snapshots.snapshot(
                id,
                1,
                Tier.B,
                new Criteria(null, Points.of("50"), Points.of("50"), null),
                Points.of("50"),
                new BigDecimal(amount),
                new BigDecimal("-0.0001"),
                new GradeSnapshot.Profile(name, "mia", null, null, null),
                List.of(Flag.LOW_MARGIN),
                null);
    }
}
