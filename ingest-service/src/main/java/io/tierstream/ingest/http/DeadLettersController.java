package io.tierstream.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.Topics;
import io.tierstream.ingest.application.DeadLetterStore;
import io.tierstream.ingest.application.DeadLetterStore.DeadLetter;
import io.tierstream.ingest.application.DeadLetterStore.Found;
import io.tierstream.ingest.application.DeadLetterStore.Replay;
import io.tierstream.ingest.application.EventLog.Place;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what consumers could not take, and sends it again. */
@RestController
class DeadLettersController {

    record Page(List<DeadLetter> items, @Nullable String next) {}

    record Replayed(String id, String topic, int partition, long offset, String replayedBy) {}

    private final DeadLetterStore letters;
    private final Clock clock;

    DeadLettersController(DeadLetterStore letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    @Operation(
            summary = "Dead letters, the newest first, each with the first 4 KB of its value",
            description = "An answer ends where its texts reach 2 MB; next goes on.")
    @ApiResponse(responseCode = "200", description = "OK")
    @ApiResponse(
            responseCode = "400",
            description = "limit, topic, reason or cursor is none that there is",
            content = @Content)
    @ApiResponse(responseCode = "503", description = "Kafka is away", content = @Content)
    @GetMapping("/v1/dead-letters")
    Page all(
            @Parameter(description = "orders, payments, complaints or customers")
                    @RequestParam(required = false)
                    @Nullable String topic,
            @Parameter(example = "INVALID") @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > 1000) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "limit must be from 1 to 1000.");
        }
        if (topic != null && !Topics.INPUTS.contains(topic.replaceFirst("-dlt$", ""))) {
            throw new RequestProblem(HttpStatus.BAD_REQUEST, "topic must be one of " + Topics.INPUTS + ".");
        }
        if (reason != null
                && Arrays.stream(DeadLetterReason.values())
                        .noneMatch(known -> known.name().equals(reason))) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST, "reason must be one of " + List.of(DeadLetterReason.values()) + ".");
        }
        try {
            Found found = letters.find(topic, reason, limit, position(cursor));
            return new Page(found.letters(), found.next().isEmpty() ? null : cursor(found.next()));
        } catch (KafkaException e) {
            throw away();
        }
    }

    @Operation(summary = "Send the original record to its topic again, after a fix")
    @ApiResponse(responseCode = "202", description = "Kafka has acknowledged it, at this place")
    @ApiResponse(responseCode = "404", description = "There is no such dead letter", content = @Content)
    @ApiResponse(responseCode = "503", description = "Kafka is away", content = @Content)
    @PostMapping("/v1/dead-letters/{id}/replay")
    ResponseEntity<Replayed> replay(@PathVariable String id, Authentication caller) {
        try {
            return switch (letters.replay(id, caller.getName(), clock.instant())) {
                case Replay.Sent sent -> {
                    Place place = sent.place();
                    yield ResponseEntity.accepted()
                            .body(new Replayed(id, place.topic(), place.partition(), place.offset(), caller.getName()));
                }
                case Replay.NoSuchLetter ignored ->
                    throw new RequestProblem(HttpStatus.NOT_FOUND, "There is no such dead letter.");
                case Replay.Unavailable ignored -> throw away();
            };
        } catch (KafkaException e) {
            throw away();
        }
    }

    private static RequestProblem away() {
        return RequestProblem.later(
                HttpStatus.SERVICE_UNAVAILABLE, "Kafka is away, and the dead letters with it.", Duration.ofSeconds(5));
    }

    private static String cursor(Map<String, Long> next) {
        StringBuilder text = new StringBuilder();
        next.forEach((partition, offset) -> text.append(text.isEmpty() ? "" : ",")
                .append(partition)
                .append(':')
                .append(offset));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Long> position(@Nullable String cursor) {
        Map<String, Long> position = new LinkedHashMap<>();
        if (cursor != null) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                for (String part : text.split(",", -1)) {
                    int colon = part.lastIndexOf(':');
                    position.put(part.substring(0, colon), Long.valueOf(part.substring(colon + 1)));
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new RequestProblem(HttpStatus.BAD_REQUEST, "cursor must be the next of an earlier answer.");
            }
        }
        return position;
    }
}
