package io.tierstream.tier.http;

import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.mongo.MongoCommands.Command;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What a caller is told of an order: 200 when it applies, 202 and where to look while it is under way, 409 when refused. */
final class Answers {

    private Answers() {}

    static ResponseEntity<?> of(Command command, Function<Command, ?> whenApplied) {
        return switch (command.state()) {
            case APPLIED -> ResponseEntity.ok(whenApplied.apply(command));
            case PENDING -> {
                URI status = URI.create("/v1/commands/" + command.id());
                yield ResponseEntity.accepted()
                        .location(status)
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(new Pending(command.id(), command.state().name(), status.toString()));
            }
            case REFUSED -> {
                String reason = String.valueOf(command.reason());
                throw new InvalidRequestException(
                        HttpStatus.CONFLICT,
                        "This is not possible as things stand; nothing was changed.",
                        List.of(new Violation("", reason, words(reason))));
            }
        };
    }

    private static String words(String reason) {
        return switch (reason) {
            case "UNKNOWN_CUSTOMER" -> "No customer with this id has been graded yet.";
            case "REASON_MISSING" -> "An override needs a reason.";
            case "UNTIL_HAS_PASSED" -> "The end of the override has passed.";
            case "NO_OVERRIDE" -> "There is no override to remove.";
            case "IN_FORCE" -> "This policy is in force already.";
            case "SUPERSEDED" -> "Another policy was activated meanwhile.";
            default -> reason;
        };
    }

    /** An order under way. */
    record Pending(String id, String state, String status) {}
}
