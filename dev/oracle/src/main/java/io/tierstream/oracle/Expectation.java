package io.tierstream.oracle;

import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must be the case once all is quiet.
 *
 * @param today the business day it holds for
 * @param customers by id, everyone about whom an event was accepted
 * @param cutOffs by RATIO
 * @param tickets by complaint id
 * @param verdicts one per event given, in their order
 */
public record Expectation(
        LocalDate today,
        SortedMap<String, Customer> customers,
        CutOffs cutOffs,
        SortedMap<String, Ticket> tickets,
        List<Verdict> verdicts) {

    public Expectation {
        customers = Collections.unmodifiableSortedMap(new TreeMap<>(customers));
        tickets = Collections.unmodifiableSortedMap(new TreeMap<>(tickets));
        verdicts = List.copyOf(verdicts);
    }

    /** One customer's figures; {@code composite} is absent when nothing says what the customer is worth. */
    public record Customer(
            String customerId,
            Metrics metrics,
            Criteria criteria,
            List<Flag> flags,
            @Nullable BigDecimal composite) {}

    /** The composites at the ranks that the shares give; a cut-off is absent when its rank is 0. */
    public record CutOffs(
            int n, @Nullable BigDecimal a, @Nullable BigDecimal b) {}

    /** A complaint by the events about it alone; {@code state} is OPEN, RESOLVED or WITHDRAWN. */
    public record Ticket(
            String complaintId, String customerId, Instant openedAt, Severity severity, TicketState state) {}

    /** The composites of those who have one. */
    public Map<String, BigDecimal> composites() {
        Map<String, BigDecimal> composites = new TreeMap<>();
        for (Customer customer : customers.values()) {
            if (customer.composite() != null) {
                composites.put(customer.customerId(), customer.composite());
            }
        }
        return composites;
    }

    /** The tier by composite and cut-offs alone, without any protection. */
    public Tier tierByCutOffs(String customerId) {
        Customer customer = customers.get(customerId);
        BigDecimal composite = customer == null ? null : customer.composite();
        if (composite == null) {
            return Tier.C;
        }
        if (cutOffs.a() != null && composite.compareTo(cutOffs.a()) >= 0) {
            return Tier.A;
        }
        return cutOffs.b() != null && composite.compareTo(cutOffs.b()) >= 0 ? Tier.B : Tier.C;
    }
}
