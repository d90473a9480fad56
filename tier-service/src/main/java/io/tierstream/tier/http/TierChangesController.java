package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.mongo.MongoChanges.Wanted;
import io.tierstream.tier.projection.FeedPosition;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.node.ObjectNode;

/** All customers' tier changes, as a list and as a stream. */
@RestController
@RequestMapping("/v1/tier-changes")
@Tag(name = "tier changes", description = "All customers' tier changes, as a list and as a stream")
class TierChangesController {

    private final MongoChanges changes;
    private final ChangeStreams streams;

    TierChangesController(MongoChanges changes, ChangeStreams streams) {
        this.changes = changes;
        this.streams = streams;
    }

    @GetMapping
    @Operation(summary = "Tier changes, the latest first, page by page")
    Page<ObjectNode> list(
            @Parameter(description = "decided at or after", example = "2026-11-22T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String since,
            @Parameter(description = "decided before", example = "2026-11-23T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String until,
            @Parameter(example = "SCORE") @RequestParam(required = false) @Nullable String cause,
            @Parameter(example = "A") @RequestParam(required = false) @Nullable String toTier,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Wanted wanted = new Wanted(
                Parameters.instant("since", since),
                Parameters.instant("until", until),
                Parameters.oneOf("cause", cause, TierChangeCause.class),
                Parameters.oneOf("toTier", toTier, Tier.class));
        return Page.of(changes.list(wanted, Parameters.cursor(cursor, Wanted.ORDER), Parameters.limit(limit)));
    }

    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Tier changes as they happen (server-sent events)",
            description =
                    "The data of an event is that of io.tierstream.tier.changed.v1. Its id is a position: sent back in"
                            + " Last-Event-ID, to whichever instance, the stream goes on after it without loss or repetition. It ends"
                            + " after an hour; a caller may have 50 open at once.")
    SseEmitter stream(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId, Principal caller) {
        Optional<FeedPosition> from = lastEventId == null || lastEventId.isEmpty()
                ? Optional.empty()
                : Optional.of(FeedPosition.parse(lastEventId).orElseThrow(TierChangesController::notAPosition));
        try {
            return streams.open(caller.getName(), from);
        } catch (IllegalArgumentException otherPartitions) {
            throw notAPosition();
        }
    }

    private static InvalidRequestException notAPosition() {
        return InvalidRequestException.parameter(
                "Last-Event-ID", "UNKNOWN", "Must be the id of an event of this stream, or absent.");
    }
}
