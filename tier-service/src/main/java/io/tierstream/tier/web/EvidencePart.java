package io.tierstream.tier.web;

import io.tierstream.tier.evidence.EvidenceReader;
import io.tierstream.tier.evidence.EvidenceReader.Answer;
import io.tierstream.tier.evidence.EvidenceReader.Item;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What makes a figure of a customer, down to the events: a part of the customer's page, for those who may see it all. */
@Controller
class EvidencePart {

    /** The figures that people can ask about. */
    static final Set<String> METRICS = Set.of(
            "orderAmount",
            "quantity",
            "orderCount",
            "grossOrderAmount",
            "cancelledAmount",
            "returnedAmount",
            "profit",
            "profitCoverage",
            "previousOrderAmount",
            "growth",
            "averageDaysLate",
            "maxDaysLate",
            "onTimeShare",
            "overdueAmount",
            "overdueSince",
            "complaintCount",
            "openComplaints",
            "firstOrderDay",
            "lastOrderDay",
            "largestOrderShare");

    private final EvidenceReader evidence;

    EvidencePart(EvidenceReader evidence) {
        this.evidence = evidence;
    }

    @GetMapping("/customers/{id}/evidence/{metric}")
    String part(
            @PathVariable String id,
            @PathVariable String metric,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        if (!METRICS.contains(metric)) {
            throw new NotThereException();
        }
        model.addAttribute("customerId", id);
        model.addAttribute("metric", metric);
        switch (evidence.read(id, metric, cursor)) {
            case Answer.Found found -> {
                Map<String, BigDecimal> sums = new LinkedHashMap<>();
                for (Item item : found.evidence().items()) {
                    sums.merge(item.term(), item.value(), BigDecimal::add);
                }
                model.addAttribute("state", "found");
                model.addAttribute("evidence", found.evidence());
                model.addAttribute("sums", sums);
            }
            case Answer.Unknown ignored -> model.addAttribute("state", "unknown");
            case Answer.NotNow ignored -> model.addAttribute("state", "not-now");
        }
        return "evidence :: part";
    }
}
