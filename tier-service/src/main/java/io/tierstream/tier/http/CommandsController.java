package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.mongo.MongoCommands.Command;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of orders. */
@RestController
@Tag(name = "commands", description = "What people ordered: who, when, what was before, and what became of it")
class CommandsController {

    private final Ordering ordering;

    CommandsController(Ordering ordering) {
        this.ordering = ordering;
    }

    @GetMapping("/v1/commands/{id}")
    @Operation(summary = "An order: PENDING, APPLIED or REFUSED")
    Command get(@PathVariable String id) {
        return ordering.find(id).orElseThrow(() -> InvalidRequestException.notFound("There is no order with this id."));
    }
}
