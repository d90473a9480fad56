package io.tierstream.tier.http;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.ProspectGrade;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.population.CustomerFilter;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.PopulationListener;
import io.tierstream.tier.report.ConcentrationReport;
import io.tierstream.tier.report.GradingReport;
import io.tierstream.tier.report.MigrationReport;
import io.tierstream.tier.report.NearReport;
import io.tierstream.tier.report.PortfolioReport;
import io.tierstream.tier.report.ProspectReport;
import io.tierstream.tier.report.Report;
import io.tierstream.tier.report.ReportSettings;
import io.tierstream.tier.report.VisitReport;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reports by what people and programs ask for, as text; an {@link InvalidRequestException} says what is wrong with it. */
@Component
public class Reports {

    private static final Duration MONTH = Duration.ofDays(30);

    private final PopulationListener population;
    private final GradingReport grading;
    private final ConcentrationReport concentration;
    private final MigrationReport migrations;
    private final NearReport near;
    private final VisitReport visits;
    private final PortfolioReport portfolios;
    private final ProspectReport prospects;
    private final Policies policies;
    private final ReportSettings settings;
    private final Clock clock;

    Reports(
            PopulationListener population,
            GradingReport grading,
            ConcentrationReport concentration,
            MigrationReport migrations,
            NearReport near,
            VisitReport visits,
            PortfolioReport portfolios,
            ProspectReport prospects,
            Policies policies,
            ReportSettings settings,
            Clock clock) {
        this.population = population;
        this.grading = grading;
        this.concentration = concentration;
        this.migrations = migrations;
        this.near = near;
        this.visits = visits;
        this.portfolios = portfolios;
        this.prospects = prospects;
        this.policies = policies;
        this.settings = settings;
        this.clock = clock;
    }

    /** Every customer with all metrics. */
    public Report<?> grading(
            @Nullable String tier,
            @Nullable String flag,
            @Nullable String q,
            @Nullable String accountManager,
            @Nullable String sort) {
        CustomerFilter filter = new CustomerFilter(
                Parameters.oneOf("tier", tier, Tier.class),
                Parameters.oneOf("flag", flag, Flag.class),
                q,
                emptyToNull(accountManager));
        CustomerOrder order = Parameters.order(sort);
        population.requireGrades();
        return grading.of(filter, order);
    }

    /** How much few customers bring. */
    public Report<?> concentration(@Nullable String by) {
        Figure figure = switch (by == null || by.isEmpty() ? "orderAmount" : by) {
            case "orderAmount" -> Figure.ORDER_AMOUNT;
            case "grossOrderAmount" -> Figure.GROSS_ORDER_AMOUNT;
            case "profit" -> Figure.PROFIT;
            default ->
                throw InvalidRequestException.parameter(
                        "by", "UNKNOWN", "Must be one of orderAmount, grossOrderAmount, profit.");
        };
        population.requireGrades();
        return concentration.by(figure);
    }

    /** How many went from which tier to which. */
    public Report<?> migrations(@Nullable String from, @Nullable String to) {
        Span span = span(from, to);
        population.requireFacts();
        return migrations.matrix(span.from(), span.to());
    }

    /** Who is in another tier than before, or near a cut-off. */
    public Report<?> movers(
            @Nullable String kind, @Nullable String from, @Nullable String to, @Nullable String within) {
        switch (kind == null || kind.isEmpty() ? "moved" : kind) {
            case "moved" -> {
                Span span = span(from, to);
                population.requireFacts();
                return migrations.movers(span.from(), span.to());
            }
            case "near" -> {
                Points points = points(within);
                population.requireGrades();
                return near.within(points, WireTranslator.toDomain(policies.inForce()), cutOffs());
            }
            default -> throw InvalidRequestException.parameter("kind", "UNKNOWN", "Must be one of moved, near.");
        }
    }

    /** Whose visit is due when. */
    public Report<?> visits(@Nullable String tier, @Nullable String accountManager, @Nullable String overdue) {
        VisitReport.Wanted due = new VisitReport.Wanted(
                Parameters.oneOf("tier", tier, Tier.class), emptyToNull(accountManager), flag("overdue", overdue));
        population.requireFacts();
        return visits.of(due);
    }

    /** What account managers look after, and how it would be level. */
    public Report<?> portfolios(@Nullable String managers) {
        List<String> further = managers == null
                ? List.of()
                : Arrays.stream(managers.split(",", 1001))
                        .map(String::strip)
                        .filter(manager -> !manager.isEmpty())
                        .toList();
        if (further.size() > 1000) {
            throw InvalidRequestException.parameter("managers", "RANGE", "Must be at most 1000.");
        }
        population.requireGrades();
        return portfolios.level(further);
    }

    /** Which prospects deserve attention. */
    public Report<?> prospects(@Nullable String grade, @Nullable String withoutOrder) {
        ProspectGrade graded = Parameters.oneOf("grade", grade, ProspectGrade.class);
        boolean only = flag("withoutOrder", withoutOrder);
        population.requireGrades();
        return prospects.of(graded, only);
    }

    private io.tierstream.tier.domain.CutOffs cutOffs() {
        io.tierstream.tier.domain.CutOffs inForce = policies.cutOffs()
                .map(applied -> EventJson.mapper().treeToValue(applied.get("cutOffs"), CutOffs.class))
                .map(WireTranslator::toDomain)
                .orElse(null);
        if (inForce == null) {
            throw InvalidRequestException.notFound("The cut-offs have not been calculated yet.");
        }
        return inForce;
    }

    private Span span(@Nullable String from, @Nullable String to) {
        Instant end = time("to", to, 1);
        Instant until = end == null ? clock.instant() : end;
        Instant begin = time("from", from, 0);
        Instant since = begin == null ? until.minus(MONTH) : begin;
        if (since.isAfter(until)) {
            throw InvalidRequestException.parameter("from", "ORDER", "Must not be after to.");
        }
        return new Span(since, until);
    }

    /** A time, or the beginning of a day or of one after it. */
    private @Nullable Instant time(String name, @Nullable String value, int daysAfter) {
        if (value != null && value.length() == 10) {
            try {
                return LocalDate.parse(value)
                        .plusDays(daysAfter)
                        .atStartOfDay(settings.timeZone())
                        .toInstant();
            } catch (DateTimeException notADay) {
                throw InvalidRequestException.parameter(
                        name, "NOT_A_TIME", "Must be a day such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z.");
            }
        }
        return Parameters.instant(name, value);
    }

    private static Points points(@Nullable String within) {
        if (within == null || within.isEmpty()) {
            return Points.of("2");
        }
        if (within.matches("\\d{1,3}(\\.\\d{1,2})?")) {
            BigDecimal points = new BigDecimal(within);
            if (points.compareTo(Points.MAX.toBigDecimal()) <= 0) {
                return Points.of(points);
            }
        }
        throw InvalidRequestException.parameter("within", "RANGE", "Must be from 0 to 100, with at most two decimals.");
    }

    private static boolean flag(String name, @Nullable String value) {
        return switch (value == null ? "" : value) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw InvalidRequestException.parameter(name, "UNKNOWN", "Must be true or false.");
        };
    }

    private static @Nullable String emptyToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private record Span(Instant from, Instant to) {}
}
