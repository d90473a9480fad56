package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.control.Ids;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.streams.VisitPublisher;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes visits from people; whoever has a system for them publishes events instead. */
@RestController
@Tag(name = "visits", description = "Visits to customers")
class VisitsController {

    private static final Duration SKEW = Duration.ofHours(24);
    private static final long SENDING_SECONDS = 11;

    private final VisitPublisher publisher;
    private final Ids ids;
    private final Clock clock;

    VisitsController(VisitPublisher publisher, Ids ids, Clock clock) {
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
    }

    /** A visit; without an id it gets one, without a visitor it is the caller's, without a time it was now. */
    record VisitRequest(
            @Nullable String customerId,
            @Nullable String visitId,
            @Nullable String visitedBy,
            @Nullable Instant at,
            @Nullable String note) {}

    /** The visit as it was recorded. */
    record Visit(
            String customerId,
            String visitId,
            String visitedBy,
            Instant at,
            @Nullable String note) {}

    @PostMapping("/v1/visits")
    @Operation(
            summary = "Record a visit",
            description = "201 once it is stored for good. The same visitId again has no effect.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"customerId": "acme", "at": "2026-11-20T10:00:00Z", "note": "Met the new buyer"}"""))))
    ResponseEntity<Visit> record(@RequestBody VisitRequest request, Principal caller) {
        Instant now = clock.instant();
        Instant at = request.at() == null ? now : request.at();
        if (at.isAfter(now.plus(SKEW))) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/at", "IN_THE_FUTURE", "Must not be more than 24 hours in the future.")));
        }
        CustomerVisited visit = visit(request, caller.getName());
        try {
            publisher.publish(visit, at).get(SENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException(interrupted);
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            throw new BrokerAwayException(away);
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new Visit(visit.customerId(), visit.visitId(), visit.visitedBy(), at, visit.note()));
    }

    private CustomerVisited visit(VisitRequest request, String caller) {
        if (request.customerId() == null) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/customerId", "MISSING", "Name the customer who was visited.")));
        }
        try {
            return new CustomerVisited(
                    request.customerId(),
                    request.visitId() == null ? ids.next() : request.visitId(),
                    request.visitedBy() == null ? caller : request.visitedBy(),
                    request.note());
        } catch (InvalidEventException broken) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/" + broken.field(), "INVALID", String.valueOf(broken.getMessage()))));
        }
    }
}
