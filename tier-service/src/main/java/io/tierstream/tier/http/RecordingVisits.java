package io.tierstream.tier.http;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.control.Ids;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.streams.VisitPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes visits from people: published for good, and recorded as what this person did. */
@Component
public class RecordingVisits {

    private static final Duration SKEW = Duration.ofHours(24);
    private static final long SENDING_SECONDS = 11;

    private final VisitPublisher publisher;
    private final Ordering ordering;
    private final Ids ids;
    private final Clock clock;

    RecordingVisits(VisitPublisher publisher, Ordering ordering, Ids ids, Clock clock) {
        this.publisher = publisher;
        this.ordering = ordering;
        this.ids = ids;
        this.clock = clock;
    }

    /** A visit; without an id it gets one, without a visitor it is the caller's, without a time it was now. */
    public record VisitRequest(
            @Nullable String customerId,
            @Nullable String visitId,
            @Nullable String visitedBy,
            @Nullable Instant at,
            @Nullable String note) {}

    /** The visit as it was recorded. */
    public record Visit(
            String customerId,
            String visitId,
            String visitedBy,
            Instant at,
            @Nullable String note) {}

    /**
     * Records a visit.
     *
     * @throws InvalidRequestException with what is wrong
     * @throws BrokerAwayException when it may not be stored; repeating it with the same id is safe
     */
    public Visit record(VisitRequest request, String caller) {
        Instant now = clock.instant();
        Instant at = request.at() == null ? now : request.at();
        if (at.isAfter(now.plus(SKEW))) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/at", "IN_THE_FUTURE", "Must not be more than 24 hours in the future.")));
        }
        CustomerVisited visit = visit(request, caller);
        try {
            Rules.time("at", at);
        } catch (InvalidEventException broken) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/at", "RANGE", "Must be from the year 1900 to today.")));
        }
        try {
            publisher.publish(visit, at).get(SENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerAwayException(interrupted);
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            throw new BrokerAwayException(away);
        }
        Visit recorded = new Visit(visit.customerId(), visit.visitId(), visit.visitedBy(), at, visit.note());
        ordering.done(
                Kind.RECORD_VISIT, visit.customerId(), null, EventJson.mapper().valueToTree(recorded), caller);
        return recorded;
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
