package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.policy.Policies;
import java.security.Principal;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The composites from which a customer is A and B. */
@RestController
@RequestMapping("/v1/cut-offs")
@Tag(name = "cut-offs", description = "The composites from which a customer is A and B")
class CutOffsController {

    private final Policies policies;
    private final Ordering ordering;

    CutOffsController(Policies policies, Ordering ordering) {
        this.policies = policies;
        this.ordering = ordering;
    }

    @GetMapping
    @Operation(summary = "The cut-offs in force")
    ObjectNode get() {
        return policies.cutOffs()
                .orElseThrow(() -> InvalidRequestException.notFound("The cut-offs have not been calculated yet."));
    }

    @PostMapping
    @Operation(
            summary = "Recalculate the cut-offs now",
            description =
                    "200 once they apply to every customer; 202 with the address of the order when that takes longer")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
    @AnswersToAnOrder
    ResponseEntity<?> calculate(Principal caller) {
        return Answers.of(
                ordering.calculateCutOffs(policies.cutOffs().orElse(null), caller.getName()),
                command -> command.after() == null ? get() : command.after());
    }
}
