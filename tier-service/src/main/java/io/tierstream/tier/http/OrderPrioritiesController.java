package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.http.PrioritisingOrders.Answer;
import io.tierstream.tier.http.PrioritisingOrders.Request;
import java.util.Locale;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Which order first, and who gets scarce material. */
@RestController
@Tag(name = "order priorities", description = "Which order first, and who gets scarce material")
class OrderPrioritiesController {

    private final PrioritisingOrders prioritising;

    OrderPrioritiesController(PrioritisingOrders prioritising) {
        this.prioritising = prioritising;
    }

    @PostMapping("/v1/order-priorities")
    @Operation(
            summary = "Put orders in the order to serve them, and split what is available",
            description =
                    "By tier, promised time and order id, each as much as is left; minimum shares of lower tiers are"
                            + " set aside first. A customer who is not known has the entry tier.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                                                            {"available": 100, "orders": [{"orderId": "O-1", "customerId": "acme", "promisedAt": "2026-11-25T00:00:00Z", "quantity": 70}]}"""))))
    Answer prioritise(@RequestBody Request request, Locale locale) {
        return prioritising.prioritise(request, locale);
    }
}
