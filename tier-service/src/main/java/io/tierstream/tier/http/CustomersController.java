package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.mongo.MongoGrades;
import io.tierstream.tier.mongo.MongoGrades.Order;
import io.tierstream.tier.mongo.MongoGrades.Wanted;
import io.tierstream.tier.projection.GradeRows;
import io.tierstream.tier.wire.GradeSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Customers, their tiers now and then, and how these changed. */
@RestController
@RequestMapping("/v1/customers")
@Tag(name = "customers", description = "Customers, their tiers now and then, and how these changed")
class CustomersController {

    private static final String CHANGES_ORDER = "changes";

    private final Customers customers;
    private final MongoGrades grades;
    private final MongoChanges changes;
    private final Clock clock;

    CustomersController(Customers customers, MongoGrades grades, MongoChanges changes, Clock clock) {
        this.customers = customers;
        this.grades = grades;
        this.changes = changes;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "Customers, page by page")
    Page<CustomerSummary> list(
            @Parameter(description = "A, B or C", example = "A") @RequestParam(required = false) @Nullable String tier,
            @Parameter(example = "SLOW_PAYER") @RequestParam(required = false) @Nullable String flag,
            @Parameter(description = "Words, each the beginning of a word of the name or the id", example = "nord")
                    @RequestParam(required = false)
                    @Nullable String q,
            @Parameter(
                            description =
                                    "composite, name, since or customerId; with - in front: descending. Default -composite",
                            example = "-composite")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @Parameter(description = "1 to 1000, default 50") @RequestParam(required = false) @Nullable String limit,
            @Parameter(description = "next of the page before") @RequestParam(required = false) @Nullable String cursor) {
        Order order = order(sort);
        Flag wantedFlag = Parameters.oneOf("flag", flag, Flag.class);
        Wanted wanted = new Wanted(
                Parameters.oneOf("tier", tier, Tier.class),
                wantedFlag == null ? null : wantedFlag.name(),
                text(q),
                order);
        return Page.of(grades.list(wanted, Parameters.cursor(cursor, order.parameter()), Parameters.limit(limit))
                .map(row -> CustomerSummary.of(GradeRows.snapshot(row))));
    }

    @GetMapping("/{id}")
    @Operation(summary = "A customer's tier, what it follows from, and what would move it")
    CustomerView get(@PathVariable String id) {
        return customers.view(customers.known(id));
    }

    @GetMapping("/{id}/changes")
    @Operation(summary = "A customer's tier changes, the latest first, each with all that decided it")
    Page<ObjectNode> changes(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        GradeSnapshot grade = customers.known(id);
        return Page.of(changes.ofCustomer(
                id, grade.changeNumber(), Parameters.cursor(cursor, CHANGES_ORDER), Parameters.limit(limit)));
    }

    @GetMapping("/{id}/tier")
    @Operation(summary = "A customer's tier at a time")
    TierThen tier(
            @PathVariable String id,
            @Parameter(description = "default: now", example = "2026-11-22T10:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String at) {
        Instant now = clock.instant();
        Instant given = Parameters.instant("at", at);
        Instant time = given == null ? now : given;
        if (time.isAfter(now)) {
            throw InvalidRequestException.parameter(
                    "at", "IN_FUTURE", "Nobody knows a tier to come; must not be after now.");
        }
        customers.known(id);
        ObjectNode change = changes.inForceAt(id, time)
                .orElseThrow(() -> InvalidRequestException.notFound("The customer had no tier yet at that time."));
        return new TierThen(
                id,
                time,
                Tier.valueOf(change.get("to").stringValue()),
                Tier.valueOf(change.get("computedTier").stringValue()),
                change.get("changeNumber").longValue(),
                change.get("cause").stringValue(),
                Instant.parse(change.get("decidedAt").stringValue()));
    }

    private static Order order(@Nullable String sort) {
        if (sort == null || sort.isEmpty()) {
            return Order.COMPOSITE_DESCENDING;
        }
        return Arrays.stream(Order.values())
                .filter(order -> order.parameter().equals(sort))
                .findFirst()
                .orElseThrow(() -> InvalidRequestException.parameter(
                        "sort",
                        "UNKNOWN",
                        "Must be composite, name, since or customerId, with - in front for descending."));
    }

    private static @Nullable String text(@Nullable String q) {
        if (q != null && q.length() > 200) {
            throw InvalidRequestException.parameter("q", "TOO_LONG", "Must have at most 200 characters.");
        }
        return q;
    }

    /**
     * A customer's tier at a time.
     *
     * @param changeNumber of the change that was in force
     */
    record TierThen(
            String customerId,
            Instant at,
            Tier tier,
            Tier computedTier,
            long changeNumber,
            String cause,
            Instant decidedAt) {}
}
