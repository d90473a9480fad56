package io.tierstream.oracle;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes from scratch, from nothing but the published events, what metrics, points, flags, composites, cut-offs and tickets
 * must be. Written from the rules, not from the services, and with no regard for speed: where a service and the oracle differ,
 * one of them has misread the rules.
 */
public final class Oracle {

    private final Settings settings;

    public Oracle(Settings settings) {
        this.settings = settings;
    }

    /**
     * What must be the case after these events.
     *
     * @param events in the order in which they became known; it matters only where contents conflict under one business id
     * @param now decides which day is today
     */
    public Expectation expect(List<? extends Event<?>> events, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, settings.zone());
        List<Acceptance.Judged> judged = Acceptance.judge(events, settings);

        SortedMap<String, List<Event<?>>> byCustomer = new TreeMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Acceptance.Judged one : judged) {
            verdicts.add(one.verdict());
            if (one.verdict() == Verdict.ACCEPTED) {
                byCustomer
                        .computeIfAbsent(one.event().data().customerId(), id -> new ArrayList<>())
                        .add(one.event());
            }
        }

        // "Any accepted event about a customer creates that customer's metrics and tier."
        SortedMap<String, Expectation.Customer> customers = new TreeMap<>();
        SortedMap<String, Expectation.Ticket> tickets = new TreeMap<>();
        for (Map.Entry<String, List<Event<?>>> entry : byCustomer.entrySet()) {
            customers.put(entry.getKey(), customer(entry.getKey(), entry.getValue(), today));
            for (Complaints.Complaint complaint : Complaints.of(entry.getValue())) {
                tickets.put(
                        complaint.id(),
                        new Expectation.Ticket(
                                complaint.id(),
                                complaint.customerId(),
                                complaint.openedAt(),
                                complaint.severity(),
                                complaint.state()));
            }
        }
        List<BigDecimal> composites = new ArrayList<>();
        for (Expectation.Customer customer : customers.values()) {
            if (customer.composite() != null) {
                composites.add(customer.composite());
            }
        }
        return new Expectation(today, customers, cutOffs(composites), tickets, verdicts);
    }

    private Expectation.Customer customer(String customerId, List<Event<?>> accepted, LocalDate today) {
        Figures figures = new Figures(Facts.of(accepted, settings, today), settings, today);
        Metrics metrics = figures.metrics();
        Criteria criteria = figures.criteria(metrics);
        return new Expectation.Customer(
                customerId, metrics, criteria, figures.flags(metrics, criteria), figures.composite(criteria));
    }

    /**
     * "With the n customers that have a composite sorted by it, descending, A's cut-off is the composite at rank ⌈0.20·n⌉, B's the
     * one at rank ⌈0.50·n⌉."
     *
     * @param composites of all who have one, in any order
     */
    public Expectation.CutOffs cutOffs(Collection<BigDecimal> composites) {
        List<BigDecimal> descending = new ArrayList<>(composites);
        descending.sort(Collections.reverseOrder());
        return new Expectation.CutOffs(
                descending.size(),
                atShare(descending, settings.shareA()),
                atShare(descending, settings.shareA().add(settings.shareB())));
    }

    private static @Nullable BigDecimal atShare(List<BigDecimal> descending, BigDecimal percent) {
        int rank = percent.multiply(BigDecimal.valueOf(descending.size()))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                .intValueExact();
        return rank == 0 ? null : descending.get(rank - 1);
    }
}
