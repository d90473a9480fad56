package io.tierstream.ingest.http;

import io.tierstream.ingest.application.Checked;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.PublishingEvents;
import io.tierstream.ingest.application.PublishingEvents.Outcome;
import io.tierstream.ingest.application.PublishingEvents.Result;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Publisher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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

    /** The answer to a request whose events are stored; with {@code partial}, entries say what came of each. */
    record Accepted(int accepted, List<Entry> events) {}

    /** One event of an answer: where it is stored, or what is wrong with it. */
    record Entry(
            @Nullable Integer position,
            @Nullable Integer status,
            @Nullable String id,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable List<RequestProblem.Error> errors) {}

    private final CheckingEvents checking;
    private final PublishingEvents publishing;
    private final BodyBudget budget;

    EventsController(
            CheckingEvents checking,
            PublishingEvents publishing,
            @Value("${tierstream.ingest.body-memory:32MB}") DataSize bodyMemory) {
        this.checking = checking;
        this.publishing = publishing;
        this.budget = new BodyBudget(bodyMemory.toBytes());
    }

    @PostMapping("/v1/events")
    ResponseEntity<Accepted> publish(
            HttpServletRequest request, @RequestHeader HttpHeaders headers, Authentication caller) throws IOException {
        boolean partial = partial(Query.of(request).get("partial"));
        Publisher publisher = Publishers.of(caller);
        List<Checked> checked = new ArrayList<>();
        EventBodies.Form form = budget.use(
                request,
                body -> EventBodies.read(
                        headers, body, submission -> checked.add(checking.check(submission, publisher))));
        return switch (publishing.publish(checked, publisher, partial)) {
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
                case Result.Rejected rejected ->
                    entries.add(new Entry(
                            position,
                            status(rejected.bad().problems()).value(),
                            null,
                            null,
                            null,
                            null,
                            RequestProblem.errors(rejected.bad().problems())));
            }
        }
        return ResponseEntity.status(partial ? HttpStatus.MULTI_STATUS : HttpStatus.ACCEPTED)
                .body(new Accepted(accepted, entries));
    }

    private static RequestProblem refusal(EventBodies.Form form, List<Checked> checked) {
        List<Problem> problems = new ArrayList<>();
        int bad = 0;
        for (int i = 0; i < checked.size(); i++) {
            if (checked.get(i) instanceof Checked.Bad event) {
                bad++;
                for (Problem problem : event.problems()) {
                    problems.add(form == EventBodies.Form.MANY ? problem.at(i) : problem);
                }
            }
        }
        String detail = form == EventBodies.Form.ONE
                ? "The event is not published; see errors."
                : bad + " of " + checked.size()
                        + " events have errors, so none is published; ?partial=true publishes the others.";
        return new RequestProblem(status(problems), detail, problems);
    }

    /** The gravest problem decides. */
    private static HttpStatus status(List<Problem> problems) {
        Problem.Kind gravest =
                problems.stream().map(Problem::kind).min(Enum::compareTo).orElse(Problem.Kind.INVALID);
        return switch (gravest) {
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case MALFORMED -> HttpStatus.BAD_REQUEST;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
        };
    }
}
