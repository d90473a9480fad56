package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoCommands.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@Tag(name = "audit", description = "Who changed what: every change by a person, with before and after")
class AuditController {

    private final MongoCommands commands;

    AuditController(MongoCommands commands) {
        this.commands = commands;
    }

    @GetMapping("/v1/audit")
    @Operation(
            summary = "Changes by people, the latest first",
            description = "Who, when, what, how it stood before, what was wanted and how it stood after.")
    Page<Command> list(
            @Parameter(example = "ACTIVATE_POLICY") @RequestParam(required = false) @Nullable String kind,
            @Parameter(description = "who", example = "ops") @RequestParam(required = false) @Nullable String by,
            @Parameter(description = "a customer, the version of a policy or a webhook", example = "C-1042")
                    @RequestParam(required = false)
                    @Nullable String target,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Page.of(commands.list(
                new Wanted(
                        Parameters.oneOf("kind", kind, Kind.class),
                        emptyToNull(by),
                        emptyToNull(target),
                        Parameters.instant("since", since),
                        Parameters.instant("until", until)),
                Parameters.cursor(cursor, Wanted.ORDER),
                Parameters.limit(limit)));
    }

    private static @Nullable String emptyToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
