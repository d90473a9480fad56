package io.tierstream.tier.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import io.tierstream.tier.webhook.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks: where tier changes and SLA breaches are sent. */
@RestController
@RequestMapping("/v1/webhooks")
@Tag(name = "webhooks", description = "Where tier changes and SLA breaches are sent")
class WebhooksController {

    private static final Pattern PLACE = Pattern.compile("([a-z-]{1,100})-(\\d{1,6})@(\\d{1,18})");

    private final Webhooks webhooks;
    private final Clock clock;

    WebhooksController(Webhooks webhooks, Clock clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** A webhook that is wanted; tier changes and breaches when it names no types. */
    record WebhookRequest(@Nullable String url, @Nullable List<@Nullable String> types) {}

    /** Since when everything is to be sent again. */
    record ReplayRequest(@Nullable Instant since) {}

    /**
     * A webhook.
     *
     * @param url without its query for those who may not change webhooks
     * @param breaker OPEN while the answering instance sends nothing because most attempts fail; absent before it sends
     * @param secret only in the answer to its creation
     */
    record WebhookView(
            String id,
            String url,
            Set<String> types,
            String createdBy,
            Instant createdAt,
            @Nullable Instant replaySince,
            CircuitBreaker.@Nullable State breaker,
            @Nullable String secret) {

        static WebhookView of(
                Webhook webhook, String url, CircuitBreaker.@Nullable State breaker, @Nullable String secret) {
            return new WebhookView(
                    webhook.id(),
                    url,
                    new TreeSet<>(webhook.types()),
                    webhook.by(),
                    webhook.at(),
                    webhook.replaySince(),
                    breaker,
                    secret);
        }
    }

    @GetMapping
    @Operation(summary = "All webhooks")
    Page<WebhookView> list(HttpServletRequest caller) {
        return new Page<>(
                webhooks.all().stream().map(webhook -> view(webhook, caller)).toList(), null);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A webhook")
    WebhookView get(@PathVariable String id, HttpServletRequest caller) {
        return view(known(id), caller);
    }

    @PostMapping
    @Operation(
            summary = "Have events sent to a URL from now on",
            description =
                    "The answer holds the secret, which is not shown again. Every delivery is a CloudEvent as JSON"
                            + " with the header Tierstream-Signature: t=<seconds>,v1=<HMAC-SHA256 of seconds, a dot and the body, in"
                            + " hex>. Answer 2xx to take it; anything else is tried again. The same event can come more than once.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"url": "https://example.org/hooks", "types": ["io.tierstream.tier.changed.v1"]}"""))))
    @ApiResponse(responseCode = "201", description = "Made; Location says where")
    ResponseEntity<WebhookView> create(@RequestBody WebhookRequest request, Principal caller) {
        if (request.url() == null || request.url().isBlank()) {
            throw InvalidRequestException.rules(List.of(new Violation("/url", "MISSING", "Say where events go.")));
        }
        Set<String> types = request.types() == null
                ? Set.of()
                : request.types().stream().map(String::valueOf).collect(Collectors.toSet());
        try {
            return switch (webhooks.create(request.url().strip(), types, caller.getName())) {
                case Webhooks.Creation.Created created ->
                    ResponseEntity.created(URI.create(
                                    "/v1/webhooks/" + created.webhook().id()))
                            .body(WebhookView.of(
                                    created.webhook(),
                                    created.webhook().url(),
                                    null,
                                    created.webhook().secret()));
                case Webhooks.Creation.Refused refused ->
                    throw InvalidRequestException.rules(
                            List.of(new Violation("/" + refused.field(), refused.code(), refused.message())));
            };
        } catch (KafkaException away) {
            throw new BrokerAwayException(away);
        }
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove a webhook")
    @ApiResponse(responseCode = "204")
    ResponseEntity<Void> delete(@PathVariable String id, Principal caller) {
        if (!webhooks.delete(known(id), caller.getName())) {
            throw unknown();
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/test")
    @Operation(summary = "Send a test now", description = "One attempt; the answer says what came of it.")
    Webhooks.Ping test(@PathVariable String id) {
        return webhooks.ping(known(id));
    }

    @PostMapping("/{id}/replay")
    @Operation(summary = "Send everything again that was recorded since a time")
    @ApiResponse(responseCode = "202", description = "It begins soon")
    ResponseEntity<WebhookView> replay(
            @PathVariable String id, @RequestBody ReplayRequest request, Principal by, HttpServletRequest caller) {
        Instant since = request.since();
        if (since == null || since.isAfter(clock.instant())) {
            throw InvalidRequestException.rules(
                    List.of(new Violation("/since", "RANGE", "Must be a time that has passed.")));
        }
        return ResponseEntity.accepted()
                .body(view(
                        webhooks.replay(known(id), since, by.getName()).orElseThrow(WebhooksController::unknown),
                        caller));
    }

    @GetMapping("/{id}/deliveries")
    @Operation(summary = "The latest deliveries of a webhook, and how they stand")
    Page<Delivery> deliveries(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String limit) {
        return new Page<>(
                webhooks.deliveries(
                        known(id).id(), Parameters.oneOf("state", state, State.class), Parameters.limit(limit)),
                null);
    }

    @PostMapping("/{id}/deliveries/{place}/replay")
    @Operation(
            summary = "Send one event of the log again, now",
            description = "The place is topic-partition@offset, as in the log and in the header Tierstream-Delivery."
                    + " One attempt, outside the order of events; the answer says what came of it.")
    Webhooks.Ping redeliver(@PathVariable String id, @PathVariable String place, Principal caller) {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            throw notInTheLog();
        }
        return webhooks.redeliver(
                        known(id),
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        caller.getName())
                .orElseThrow(WebhooksController::notInTheLog);
    }

    private WebhookView view(Webhook webhook, HttpServletRequest caller) {
        return WebhookView.of(
                webhook,
                caller.isUserInRole("ADMIN") ? webhook.url() : Webhooks.shown(webhook),
                webhooks.breaker(webhook.id()).orElse(null),
                null);
    }

    private static InvalidRequestException notInTheLog() {
        return InvalidRequestException.notFound("The log of this webhook does not have such a delivery any more.");
    }

    private Webhook known(String id) {
        return webhooks.find(id).orElseThrow(WebhooksController::unknown);
    }

    private static InvalidRequestException unknown() {
        return InvalidRequestException.notFound("There is no webhook with this id.");
    }
}
