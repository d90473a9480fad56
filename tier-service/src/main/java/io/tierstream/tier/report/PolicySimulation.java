package io.tierstream.tier.report;

import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.simulation.GradedPopulation;
import io.tierstream.tier.domain.simulation.OpenTicket;
import io.tierstream.tier.domain.simulation.Simulation;
import io.tierstream.tier.domain.simulation.Sla;
import io.tierstream.tier.domain.simulation.TicketDeadlines;
import io.tierstream.tier.population.CurrentSla;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.KeyOrder;
import io.tierstream.tier.population.OpenTickets;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.RowOrder;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs a policy on the live population and the open tickets. Nothing changes. */
@Component
public class PolicySimulation {

    private static final int MOST_TICKETS = 1000;

    private static final List<Column<Mover>> MOVERS = List.of(
            Column.text("customerId", Mover::customerId),
            Column.text("name", Mover::name),
            Column.text("accountManager", Mover::accountManager),
            Column.text("from", Mover::from),
            Column.text("to", Mover::to),
            Column.number("compositeNow", mover -> decimal(mover.compositeNow())),
            Column.number("compositeThen", mover -> decimal(mover.compositeThen())),
            Column.money("orderAmount", Mover::orderAmount),
            Column.money("profit", Mover::profit));

    private static final List<Column<TicketMove>> TICKETS = List.of(
            Column.text("complaintId", move -> move.ticket().complaintId()),
            Column.text("customerId", move -> move.ticket().customerId()),
            Column.text("from", move -> move.ticket().tier()),
            Column.text("to", TicketMove::to),
            Column.time("dueNow", move -> move.ticket().dueAt()),
            Column.time("dueThen", TicketMove::dueThen));

    private final Population population;
    private final OpenTickets tickets;
    private final CurrentSla sla;
    private final Clock clock;

    PolicySimulation(Population population, OpenTickets tickets, CurrentSla sla, Clock clock) {
        this.population = population;
        this.tickets = tickets;
        this.sla = sla;
        this.clock = clock;
    }

    /** A customer who would change the tier. */
    public record Mover(
            String customerId,
            @Nullable String name,
            @Nullable String accountManager,
            Tier from,
            Tier to,
            @Nullable Points compositeNow,
            @Nullable Points compositeThen,
            @Nullable BigDecimal orderAmount,
            @Nullable BigDecimal profit) {}

    /** An open ticket whose deadline would move. */
    record TicketMove(OpenTicket ticket, Tier to, Instant dueThen) {}

    /**
     * What activating this policy now would do.
     *
     * @param cutOffsNow those in force; null before the first calculation
     * @param order of the customers that would move
     */
    public Report<Mover> run(GradingPolicy policy, @Nullable CutOffs cutOffsNow, MoverOrder order) {
        Instant at = clock.instant();
        return population.read(table -> {
            int[] rows =
                    IntStream.range(0, table.rows()).filter(table::isGraded).toArray();
            Simulation simulation = Simulation.of(policy, population(table, rows), at);
            ObjectNode summary = summary(table, rows, simulation, cutOffsNow);
            summary.set("tickets", tickets(table, rows, simulation));
            return new Report<>(
                    "simulation",
                    summary,
                    MOVERS,
                    new RowReader<>(
                            population,
                            all -> row -> moves(row, rows, simulation),
                            all -> order(all, rows, simulation, order),
                            (now, row) -> mover(now, row, rows, simulation)));
        });
    }

    private static RowOrder order(CustomerTable table, int[] rows, Simulation simulation, MoverOrder order) {
        return switch (order) {
            case CUSTOMER -> CustomerOrder.ID_ASCENDING;
            case ORDER_AMOUNT -> CustomerOrder.ORDER_AMOUNT_DESCENDING;
            case PROFIT -> CustomerOrder.PROFIT_DESCENDING;
            case CHANGE -> {
                long[] keys = new long[table.rows()];
                for (int i = 0; i < rows.length; i++) {
                    keys[rows[i]] =
                            -Math.abs(hundredths(simulation.compositeThen(i)) - hundredths(table.composite(rows[i])));
                }
                yield new KeyOrder(keys);
            }
        };
    }

    private static long hundredths(@Nullable Points composite) {
        return composite == null ? 0 : composite.hundredths();
    }

    private static GradedPopulation population(CustomerTable table, int[] rows) {
        return new GradedPopulation() {
            @Override
            public int size() {
                return rows.length;
            }

            @Override
            public Grade grade(int index) {
                return table.grade(rows[index]);
            }
        };
    }

    private static ObjectNode summary(
            CustomerTable table, int[] rows, Simulation simulation, @Nullable CutOffs cutOffsNow) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("policyVersion", simulation.policy().version());
        summary.put("at", simulation.at().toString());
        summary.put("customers", simulation.size());
        summary.put("moved", simulation.matrix().moved());
        summary.put("promoted", simulation.matrix().promoted());
        summary.put("demoted", simulation.matrix().moved() - simulation.matrix().promoted());
        ArrayNode matrix = summary.putArray("matrix");
        ArrayNode tiers = summary.putArray("tiers");
        for (Tier from : Tier.values()) {
            for (Tier to : Tier.values()) {
                matrix.addObject()
                        .put("from", from.name())
                        .put("to", to.name())
                        .put("customers", simulation.matrix().get(from, to));
            }
            tiers.addObject()
                    .put("tier", from.name())
                    .put("now", simulation.matrix().before(from))
                    .put("then", simulation.matrix().after(from));
        }
        put(summary, "cutOffsNow", cutOffsNow);
        put(summary, "cutOffsThen", simulation.cutOffs());
        ObjectNode distribution = summary.putObject("distribution");
        Bands now = new Bands();
        Bands then = new Bands();
        for (int i = 0; i < rows.length; i++) {
            now.add(table.composite(rows[i]));
            then.add(simulation.compositeThen(i));
        }
        now.into(distribution.putArray("now"));
        then.into(distribution.putArray("then"));
        return summary;
    }

    private static void put(ObjectNode summary, String name, @Nullable CutOffs cutOffs) {
        if (cutOffs != null) {
            summary.putObject(name)
                    .put("A", cutOffs.a().toBigDecimal())
                    .put("B", cutOffs.b().toBigDecimal());
        }
    }

    private ObjectNode tickets(CustomerTable table, int[] rows, Simulation simulation) {
        Sla inForce = sla.get();
        List<TicketMove> moves = new ArrayList<>();
        List<OpenTicket> open = tickets.all();
        long earlier = 0;
        for (OpenTicket ticket : open) {
            int row = table.find(ticket.customerId()).orElse(-1);
            int index = Arrays.binarySearch(rows, row);
            if (index >= 0 && simulation.moves(index)) {
                Instant then = TicketDeadlines.after(ticket, simulation.tierThen(index), inForce, simulation.at());
                if (!then.equals(ticket.dueAt())) {
                    earlier += then.isBefore(ticket.dueAt()) ? 1 : 0;
                    moves.add(new TicketMove(ticket, simulation.tierThen(index), then));
                }
            }
        }
        moves.sort(Comparator.comparing(TicketMove::dueThen)
                .thenComparing(move -> move.ticket().complaintId()));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("open", open.size());
        node.put("moved", moves.size());
        node.put("earlier", earlier);
        node.put("later", moves.size() - earlier);
        node.set("items", ReportJson.items(TICKETS, moves.subList(0, Math.min(MOST_TICKETS, moves.size()))));
        return node;
    }

    private static @Nullable BigDecimal decimal(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }

    private static @Nullable Mover mover(CustomerTable table, int row, int[] rows, Simulation simulation) {
        int index = Arrays.binarySearch(rows, row);
        return index < 0
                ? null
                : new Mover(
                        table.customerId(row),
                        table.name(row),
                        table.accountManager(row),
                        simulation.tierNow(index),
                        simulation.tierThen(index),
                        table.composite(row),
                        simulation.compositeThen(index),
                        table.figure(row, Figure.ORDER_AMOUNT),
                        table.figure(row, Figure.PROFIT));
    }

    private static boolean moves(int row, int[] rows, Simulation simulation) {
        int index = Arrays.binarySearch(rows, row);
        return index >= 0 && simulation.moves(index);
    }
}
