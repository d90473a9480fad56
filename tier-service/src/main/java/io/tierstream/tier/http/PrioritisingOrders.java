package io.tierstream.tier.http;

import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.Rules;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.priority.Allocation;
import io.tierstream.tier.domain.priority.MinimumShares;
import io.tierstream.tier.domain.priority.Order;
import io.tierstream.tier.domain.priority.OrderPriorities;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.PopulationListener;
import io.tierstream.tier.report.ReportSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Which order first, and who gets scarce material. */
@Component
public class PrioritisingOrders {

    private static final int MOST_ORDERS = 10_000;
    private static final int MOST_VIOLATIONS = 100;

    private final Population population;
    private final PopulationListener listener;
    private final MinimumShares shares;
    private final ZoneId zone;
    private final MessageSource messages;

    PrioritisingOrders(
            Population population, PopulationListener listener, ReportSettings settings, MessageSource messages) {
        this.population = population;
        this.listener = listener;
        this.shares = settings.orderPriorities().shares();
        this.zone = settings.timeZone();
        this.messages = messages;
    }

    /** Percent of what is available that is set aside by tier, as far as the tier asks. */
    public Map<Tier, BigDecimal> minimumShare() {
        return shares.percent();
    }

    /** Orders that wait, and how much there is for them. */
    public record Request(
            @Nullable List<@Nullable OrderLine> orders,
            @Nullable BigDecimal available) {}

    /** An order; {@code quantity} is in the unit of what is available. */
    public record OrderLine(
            @Nullable String orderId,
            @Nullable String customerId,
            @Nullable Instant promisedAt,
            @Nullable BigDecimal quantity) {}

    /**
     * The orders in the order to serve them.
     *
     * @param allocated of what is available
     * @param left of what is available
     * @param minimumShare percent set aside by tier, as far as the tier asks
     */
    public record Answer(
            BigDecimal available,
            BigDecimal allocated,
            BigDecimal left,
            Map<Tier, BigDecimal> minimumShare,
            List<Served> orders) {}

    /**
     * What an order gets.
     *
     * @param fromMinimum the part of {@code allocated} that was set aside for the tier
     * @param outcome {@code ALL}, {@code PART} or {@code NOTHING}
     * @param reason in words, in the caller's language
     */
    public record Served(
            int rank,
            String orderId,
            String customerId,
            @Nullable String name,
            Tier tier,
            Instant promisedAt,
            BigDecimal quantity,
            BigDecimal allocated,
            BigDecimal fromMinimum,
            Allocation.Outcome outcome,
            String reason) {}

    /**
     * Puts orders in the order to serve them, and splits what is available.
     *
     * @throws InvalidRequestException with everything that is wrong
     */
    public Answer prioritise(Request request, Locale locale) {
        List<OrderLine> lines = checked(request);
        listener.requireGrades();
        // In its shortest form: 0e-400000000 must not come into a sum.
        BigDecimal available = Rules.amount("available", request.available());
        Map<String, String> names = new HashMap<>();
        List<Order> orders = population.read(
                table -> lines.stream().map(line -> order(table, line, names)).toList());
        List<Allocation> allocations = OrderPriorities.allocate(orders, available, shares);
        BigDecimal allocated = allocations.stream().map(Allocation::allocated).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Answer(
                available,
                allocated,
                available.subtract(allocated),
                shares.percent(),
                allocations.stream()
                        .map(allocation -> served(allocation, names, locale))
                        .toList());
    }

    private static Order order(CustomerTable table, OrderLine line, Map<String, String> names) {
        String customerId = Objects.requireNonNull(line.customerId());
        int row = table.find(customerId).orElse(-1);
        String name = row < 0 ? null : table.name(row);
        if (name != null) {
            names.put(customerId, name);
        }
        return new Order(
                Objects.requireNonNull(line.orderId()),
                customerId,
                row < 0 ? Tier.ENTRY : table.tier(row),
                Objects.requireNonNull(line.promisedAt()),
                Objects.requireNonNull(line.quantity()));
    }

    private Served served(Allocation allocation, Map<String, String> names, Locale locale) {
        Order order = allocation.order();
        return new Served(
                allocation.rank(),
                order.orderId(),
                order.customerId(),
                names.get(order.customerId()),
                order.tier(),
                order.promisedAt(),
                order.quantity(),
                allocation.allocated(),
                allocation.fromMinimum(),
                allocation.outcome(),
                reason(allocation, locale));
    }

    private String reason(Allocation allocation, Locale locale) {
        Order order = allocation.order();
        String place = messages.getMessage(
                "priority.place",
                new Object[] {
                    order.tier().name(),
                    DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                            .withLocale(locale)
                            .withZone(zone)
                            .format(order.promisedAt())
                },
                locale);
        String outcome = messages.getMessage(
                "priority." + allocation.outcome().name().toLowerCase(Locale.ROOT),
                new Object[] {allocation.allocated(), order.quantity()},
                locale);
        String minimum = allocation.fromMinimum().signum() == 0
                ? ""
                : " "
                        + messages.getMessage(
                                "priority.minimum",
                                new Object[] {
                                    allocation.fromMinimum(), order.tier().name()
                                },
                                locale);
        return place + " " + outcome + minimum;
    }

    private static List<OrderLine> checked(Request request) {
        List<Violation> violations = new ArrayList<>();
        check(violations, "/available", () -> Rules.amount("available", request.available()));
        List<@Nullable OrderLine> given = request.orders();
        List<OrderLine> lines = new ArrayList<>();
        if (given == null || given.isEmpty()) {
            violations.add(new Violation("/orders", "MISSING", "At least one order is required."));
        } else if (given.size() > MOST_ORDERS) {
            violations.add(new Violation("/orders", "TOO_MANY", "Must be at most " + MOST_ORDERS + " orders."));
        } else {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < given.size() && violations.size() < MOST_VIOLATIONS; i++) {
                OrderLine line = given.get(i);
                String pointer = "/orders/" + i;
                if (line == null) {
                    violations.add(new Violation(pointer, "MISSING", "Must be an order."));
                } else {
                    check(violations, line, pointer, ids);
                    lines.add(line);
                }
            }
        }
        if (!violations.isEmpty()) {
            throw InvalidRequestException.rules(violations);
        }
        return lines;
    }

    private static void check(List<Violation> violations, OrderLine line, String pointer, Set<String> ids) {
        check(violations, pointer + "/orderId", () -> Rules.businessId("orderId", line.orderId()));
        check(violations, pointer + "/customerId", () -> Rules.businessId("customerId", line.customerId()));
        check(violations, pointer + "/promisedAt", () -> Rules.time("promisedAt", line.promisedAt()));
        check(violations, pointer + "/quantity", () -> Rules.positiveAmount("quantity", line.quantity()));
        if (line.orderId() != null && !ids.add(line.orderId())) {
            violations.add(new Violation(pointer + "/orderId", "REPEATED", "Stands more than once among the orders."));
        }
    }

    private static void check(List<Violation> violations, String pointer, Runnable rule) {
        try {
            rule.run();
        } catch (InvalidEventException broken) {
            violations.add(new Violation(pointer, "INVALID", String.valueOf(broken.getMessage())));
        }
    }
}
