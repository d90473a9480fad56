package io.tierstream.scoring.http;

import static io.tierstream.scoring.streams.ScoreTranslator.plain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.Money;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.Totals;
import io.tierstream.scoring.streams.PartitionReports;
import io.tierstream.scoring.streams.TaskState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sums over all customers. */
@RestController
class TotalsController {

    /**
     * @param asOf the business day for which all of them are true
     * @param customersWithOrders those that ever placed an order
     * @param netOrderAmount gross less cancelled less returned
     * @param cancellationCount those without an order included
     */
    record TotalsAnswer(
            LocalDate asOf,
            String currency,
            long customers,
            long customersWithOrders,
            @Money BigDecimal grossOrderAmount,
            @Money BigDecimal cancelledAmount,
            @Money BigDecimal returnedAmount,
            @Money BigDecimal orderAmount,
            @Money BigDecimal netOrderAmount,
            BigDecimal quantity,
            long orderCount,
            long cancellationCount,
            long returnCount,
            @Money BigDecimal profit,
            @Money BigDecimal previousOrderAmount,
            @Money BigDecimal overdueAmount,
            long complaintCount,
            long openComplaints) {}

    private final PartitionReports reports;
    private final ScoringProperties properties;

    TotalsController(PartitionReports reports, ScoringProperties properties) {
        this.reports = reports;
        this.properties = properties;
    }

    @Operation(summary = "Sums of the amounts and counts over all customers")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TotalsAnswer.class)))
    @GetMapping(path = "/v1/totals", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] totals() {
        Collection<TaskState> partitions = reports.latest();
        if (partitions.size() < properties.partitions()) {
            throw RequestProblem.later("Not all partitions have told of themselves yet");
        }
        Totals totals = partitions.stream().map(TaskState::totals).reduce(Totals.NONE, Totals::plus);
        LocalDate asOf = partitions.stream()
                .map(TaskState::rolledThrough)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        OrderFigures orders = totals.orders();
        return EventJson.mapper()
                .writeValueAsBytes(new TotalsAnswer(
                        asOf,
                        properties.baseCurrency(),
                        totals.customers(),
                        totals.customersWithOrders(),
                        plain(orders.gross()),
                        plain(orders.cancelled()),
                        plain(orders.returned()),
                        plain(orders.net()),
                        plain(orders.net()),
                        plain(orders.quantity()),
                        orders.orders(),
                        orders.cancellations(),
                        orders.returns(),
                        plain(orders.profit()),
                        plain(totals.previousOrderAmount()),
                        plain(totals.overdueAmount()),
                        totals.complaintCount(),
                        totals.openComplaints()));
    }
}
