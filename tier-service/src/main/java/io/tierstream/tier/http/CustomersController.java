package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.population.CustomerDirectory;
import io.tierstream.tier.population.CustomerFilter;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.wire.GradeSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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
    private final CustomerDirectory directory;
    private final MongoChanges changes;
    private final Clock clock;

    CustomersController(Customers customers, CustomerDirectory directory, MongoChanges changes, Clock clock) {
        this.customers = customers;
        this.directory = directory;
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
                                    "composite, name, since, customerId, orderAmount, profit, growth or averageDaysLate;"
                                            + " with - in front: descending. Default -composite",
                            example = "-composite")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @Parameter(description = "1 to 1000, default 50") @RequestParam(required = false) @Nullable String limit,
            @Parameter(description = "next of the page before") @RequestParam(required = false) @Nullable String cursor) {
        CustomerOrder order = Parameters.order(sort);
        CustomerFilter filter = new CustomerFilter(
                Parameters.oneOf("tier", tier, io.tierstream.tier.domain.Tier.class),
                Parameters.oneOf("flag", flag, Flag.class),
                text(q),
                null);
        Optional<Cursor> after = Parameters.cursor(cursor, order.parameter());
        try {
            return Page.of(directory
                    .list(filter, order, after, Parameters.limit(limit))
                    .map(CustomerSummary::of));
        } catch (NumberFormatException notOurs) {
            throw InvalidRequestException.parameter(
                    "cursor", "UNKNOWN", "Must be the next of a page of the same list and order.");
        }
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
