package io.tierstream.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.ingest.application.Checked;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.PublishingEvents;
import io.tierstream.ingest.application.PublishingEvents.Outcome;
import io.tierstream.ingest.application.PublishingEvents.Result;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Publisher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Takes events: CloudEvents in binary, structured, batch and newline-delimited form. */
@RestController
class EventsController {

    /**
     * The answer to a request whose events are stored; with {@code partial}, entries say what came of each.
     *
     * @param detail how many errors are not in the entries; absent when all are
     */
    record Accepted(
            int accepted, List<Entry> events, @Nullable String detail) {}

    /** One event of an answer: where it is stored, or what is wrong with it, which is absent beyond the errors that are listed. */
    record Entry(
            @Nullable Integer position,
            @Nullable Integer status,
            @Nullable String id,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable List<RequestProblem.Error> errors) {}

    /**
     * Most errors of an answer, and most that are kept while a request is worked on: 10 MB of events can have a million, which
     * would take many times the memory of the body.
     */
    static final int MOST_ERRORS = 1_000;

    private static final String EXAMPLE_DATA = """
            {"orderId": "O-1", "customerId": "C-1", "amount": "1250.00", "cost": "900.00"}""";
    private static final String EXAMPLE = """
            {"specversion": "1.0", "id": "1", "source": "/shop", "type": "io.tierstream.order.placed.v1",\
             "time": "2026-11-22T09:30:00Z", "data": {"orderId": "O-1", "customerId": "C-1", "amount": "1250.00"}}""";
    private static final String EXAMPLES = "[" + EXAMPLE + "]";

    private final CheckingEvents checking;
    private final PublishingEvents publishing;
    private final BodyBudget budget;

    EventsController(
            CheckingEvents checking,
            PublishingEvents publishing,
            @Value("${tierstream.ingest.body-memory:32MB}") DataSize bodyMemory,
            @Value("${tierstream.ingest.body-timeout:30s}") Duration bodyTimeout) {
        this.checking = checking;
        this.publishing = publishing;
        this.budget = new BodyBudget(bodyMemory.toBytes(), bodyTimeout, System::nanoTime);
    }

    @Operation(
            summary = "Publish events",
            description = "All or, with partial, the good ones. In binary mode the attributes are ce-… headers.",
            parameters =
                    @Parameter(
                            name = "partial",
                            in = ParameterIn.QUERY,
                            description = "publish the good ones when others are bad, and answer 207",
                            schema = @Schema(type = "boolean")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "application/cloudevents+json",
                                        schema = @Schema(type = "object"),
                                        examples = @ExampleObject(EXAMPLE)),
                                @Content(
                                        mediaType = "application/cloudevents-batch+json",
                                        array = @ArraySchema(schema = @Schema(type = "object")),
                                        examples = @ExampleObject(EXAMPLES)),
                                @Content(
                                        mediaType = "application/x-ndjson",
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(EXAMPLE)),
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(type = "object"),
                                        examples = @ExampleObject(EXAMPLE_DATA))
                            }))
    @ApiResponse(responseCode = "202", description = "Kafka has acknowledged all of them")
    @ApiResponse(responseCode = "207", description = "With partial: what came of each")
    @ApiResponse(
            responseCode = "400",
            description = "Something is no CloudEvent; nothing is published",
            content = @Content)
    @ApiResponse(
            responseCode = "403",
            description = "This publisher may not publish, or not this type or source; nothing is published",
            content = @Content)
    @ApiResponse(responseCode = "408", description = "The body did not come in time", content = @Content)
    @ApiResponse(responseCode = "413", description = "Too many bytes or events", content = @Content)
    @ApiResponse(
            responseCode = "415",
            description = "Another Content-Type, charset or Content-Encoding",
            content = @Content)
    @ApiResponse(
            responseCode = "422",
            description = "Something breaks its schema or a rule; nothing is published",
            content = @Content)
    @ApiResponse(responseCode = "429", description = "Faster than this publisher may be", content = @Content)
    @ApiResponse(
            responseCode = "503",
            description = "Kafka is away, or too much is being published; some may be stored, and repeating is safe",
            content = @Content)
    @PostMapping("/v1/events")
    ResponseEntity<Accepted> publish(
            HttpServletRequest request, @RequestHeader HttpHeaders headers, Authentication caller) throws IOException {
        boolean partial = partial(Query.of(request).get("partial"));
        Publisher publisher = Publishers.of(caller);
        // What is checked takes as much memory as the body, until it is stored.
        return budget.use(request, publisher.name(), body -> publish(headers, body, publisher, partial));
    }

    private ResponseEntity<Accepted> publish(HttpHeaders headers, byte[] body, Publisher publisher, boolean partial) {
        Events checked = new Events();
        EventBodies.Form form =
                EventBodies.read(headers, body, submission -> checked.add(checking.check(submission, publisher)));
        return switch (publishing.publish(checked.all, publisher, partial)) {
            case Outcome.Refused refused -> throw refusal(form, refused.checked());
            case Outcome.TooFast tooFast ->
                throw RequestProblem.later(
                        HttpStatus.TOO_MANY_REQUESTS,
                        publisher.name() + " publishes faster than it may; nothing of this request is published.",
                        tooFast.retryAfter());
            case Outcome.Unavailable away ->
                throw RequestProblem.later(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The events could not be stored: " + away.why()
                                + ". Some may be; sending the request again is safe.",
                        away.retryAfter());
            case Outcome.Published published -> answer(published.results(), partial);
        };
    }

    private static boolean partial(@Nullable String partial) {
        if (partial == null || partial.equals("false")) {
            return false;
        }
        if (partial.isEmpty() || partial.equals("true")) {
            return true;
        }
        throw new RequestProblem(HttpStatus.BAD_REQUEST, "partial must be true or false.");
    }

    private static ResponseEntity<Accepted> answer(List<Result> results, boolean partial) {
        List<Entry> entries = new ArrayList<>(results.size());
        List<Checked.Bad> bad = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < results.size(); i++) {
            Integer position = partial ? i : null;
            switch (results.get(i)) {
                case Result.Accepted stored -> {
                    accepted++;
                    var place = stored.place();
                    entries.add(new Entry(
                            position,
                            partial ? HttpStatus.ACCEPTED.value() : null,
                            stored.id(),
                            place.topic(),
                            place.partition(),
                            place.offset(),
                            null));
                }
                case Result.Rejected rejected -> {
                    bad.add(rejected.bad());
                    List<Problem> problems = rejected.bad().problems();
                    entries.add(new Entry(
                            position,
                            status(rejected.bad().gravest()).value(),
                            null,
                            null,
                            null,
                            null,
                            problems.isEmpty() ? null : RequestProblem.errors(problems)));
                }
            }
        }
        return ResponseEntity.status(partial ? HttpStatus.MULTI_STATUS : HttpStatus.ACCEPTED)
                .body(new Accepted(accepted, entries, leftOut(bad)));
    }

    private static RequestProblem refusal(EventBodies.Form form, List<Checked> checked) {
        List<Problem> problems = new ArrayList<>();
        List<Checked.Bad> bad = new ArrayList<>();
        for (int i = 0; i < checked.size(); i++) {
            if (checked.get(i) instanceof Checked.Bad event) {
                bad.add(event);
                for (Problem problem : event.problems()) {
                    problems.add(form == EventBodies.Form.MANY ? problem.at(i) : problem);
                }
            }
        }
        String detail = form == EventBodies.Form.ONE
                ? "The event is not published; see errors."
                : bad.size() + " of " + checked.size()
                        + " events have errors, so none is published; ?partial=true publishes the others.";
        String leftOut = leftOut(bad);
        Problem.Kind gravest =
                bad.stream().map(Checked.Bad::gravest).min(Enum::compareTo).orElseThrow();
        return new RequestProblem(status(gravest), leftOut == null ? detail : detail + " " + leftOut, problems);
    }

    private static @Nullable String leftOut(List<Checked.Bad> bad) {
        int more = bad.stream().mapToInt(Checked.Bad::leftOut).sum();
        return more == 0 ? null : "Only the first " + MOST_ERRORS + " errors are listed; there are " + more + " more.";
    }

    /** The gravest problem decides. */
    private static HttpStatus status(Problem.Kind gravest) {
        return switch (gravest) {
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case MALFORMED -> HttpStatus.BAD_REQUEST;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
        };
    }

    /** The events of one request, with the first problems of them. */
    private static final class Events {

        private final List<Checked> all = new ArrayList<>();
        private int problems;

        void add(Checked event) {
            all.add(
                    switch (event) {
                        case Checked.Good good -> good;
                        case Checked.Bad bad -> {
                            Checked.Bad kept = bad.first(MOST_ERRORS - problems);
                            problems += kept.problems().size();
                            yield kept;
                        }
                    });
        }
    }
}
