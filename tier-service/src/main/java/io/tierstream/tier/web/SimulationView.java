package io.tierstream.tier.web;

import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.population.RowOrder.Place;
import io.tierstream.tier.report.PolicySimulation.Mover;
import io.tierstream.tier.report.Report;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a policy would do, as a page shows it; the figures are those of the API.
 *
 * @param bandsNow customers per point of composite, separated by commas
 * @param openTickets all; {@code movedTickets} of them would get another deadline
 * @param seconds that it took
 */
record SimulationView(
        long customers,
        long moved,
        long promoted,
        long demoted,
        List<From> matrix,
        List<Size> tiers,
        Lines now,
        Lines then,
        String bandsNow,
        String bandsThen,
        List<Row> movers,
        long openTickets,
        long movedTickets,
        long earlierTickets,
        long laterTickets,
        List<Ticket> tickets,
        BigDecimal seconds) {

    private static final int MOST_TICKETS = 20;

    /** A row of the matrix: what becomes of those who are in a tier now. */
    record From(String tier, long customers, List<To> to) {}

    /** A cell of the matrix; {@code direction} is up, down or same. */
    record To(String tier, long customers, String direction) {}

    /** How many are in a tier, now and then. */
    record Size(String tier, long now, long then) {}

    /** The cut-offs; absent before the first calculation. */
    record Lines(@Nullable BigDecimal a, @Nullable BigDecimal b) {}

    /** A customer who would move. */
    record Row(
            String customerId,
            String name,
            @Nullable String accountManager,
            String from,
            String to,
            @Nullable BigDecimal compositeNow,
            @Nullable BigDecimal compositeThen,
            @Nullable BigDecimal orderAmount,
            @Nullable BigDecimal profit) {}

    /** A ticket whose deadline would move. */
    record Ticket(String complaintId, String customerId, String from, String to, String dueNow, String dueThen) {}

    static SimulationView of(Report<Mover> simulation, int top, BigDecimal seconds) {
        ObjectNode summary = simulation.summary();
        JsonNode tickets = summary.get("tickets");
        return new SimulationView(
                summary.get("customers").longValue(),
                summary.get("moved").longValue(),
                summary.get("promoted").longValue(),
                summary.get("demoted").longValue(),
                matrix(summary),
                tiers(summary),
                lines(summary.path("cutOffsNow")),
                lines(summary.path("cutOffsThen")),
                bands(summary.path("distribution").path("now")),
                bands(summary.path("distribution").path("then")),
                simulation.rows().page(Optional.<Place>empty(), top).items().stream()
                        .map(SimulationView::row)
                        .toList(),
                tickets.get("open").longValue(),
                tickets.get("moved").longValue(),
                tickets.get("earlier").longValue(),
                tickets.get("later").longValue(),
                StreamSupport.stream(tickets.get("items").spliterator(), false)
                        .limit(MOST_TICKETS)
                        .map(SimulationView::ticket)
                        .toList(),
                seconds);
    }

    static List<From> matrix(ObjectNode summary) {
        List<From> rows = new ArrayList<>();
        for (Tier from : Tier.values()) {
            List<To> cells = new ArrayList<>();
            long all = 0;
            for (JsonNode cell : summary.get("matrix")) {
                if (from.name().equals(cell.get("from").stringValue())) {
                    Tier to = Tier.valueOf(cell.get("to").stringValue());
                    long customers = cell.get("customers").longValue();
                    all += customers;
                    cells.add(new To(to.name(), customers, to == from ? "same" : to.isAbove(from) ? "up" : "down"));
                }
            }
            rows.add(new From(from.name(), all, cells));
        }
        return rows;
    }

    static Lines lines(JsonNode cutOffs) {
        return cutOffs.isObject()
                ? new Lines(cutOffs.get("A").decimalValue(), cutOffs.get("B").decimalValue())
                : new Lines(null, null);
    }

    private static List<Size> tiers(ObjectNode summary) {
        return StreamSupport.stream(summary.get("tiers").spliterator(), false)
                .map(tier -> new Size(
                        tier.get("tier").stringValue(),
                        tier.get("now").longValue(),
                        tier.get("then").longValue()))
                .toList();
    }

    private static String bands(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .map(count -> Integer.toString(count.intValue()))
                .collect(Collectors.joining(","));
    }

    private static Row row(Mover mover) {
        String name = mover.name();
        return new Row(
                mover.customerId(),
                name == null ? mover.customerId() : name,
                mover.accountManager(),
                mover.from().name(),
                mover.to().name(),
                decimal(mover.compositeNow()),
                decimal(mover.compositeThen()),
                mover.orderAmount(),
                mover.profit());
    }

    private static @Nullable BigDecimal decimal(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }

    private static Ticket ticket(JsonNode move) {
        return new Ticket(
                move.get("complaintId").stringValue(),
                move.get("customerId").stringValue(),
                move.get("from").stringValue(),
                move.get("to").stringValue(),
                move.get("dueNow").stringValue(),
                move.get("dueThen").stringValue());
    }
}
