package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tierstream.tier.http.ReportAnswers.Wanted;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What managers look at. As JSON each answers with what holds for all rows and one page of {@code items}; as CSV or XLSX
 * with all rows.
 */
@RestController
@RequestMapping("/v1/reports")
@Tag(name = "reports", description = "What managers look at: JSON page by page, CSV and XLSX as a whole (format=)")
class ReportsController {

    private final Reports reports;
    private final ReportAnswers answers;

    ReportsController(Reports reports, ReportAnswers answers) {
        this.reports = reports;
        this.answers = answers;
    }

    @GetMapping("/grading")
    @Operation(
            summary = "Every customer with tier, points and all metrics; and what each tier brings",
            description =
                    "tiers holds customers, amount, profit and their shares by tier; distribution.now counts the customers"
                            + " in each of 100 bands of one point of composite (the last holds 100 as well), those of one tier"
                            + " with tier=. All of it is over the customers that are asked for.")
    @AnswersWithAReport
    void grading(
            @RequestParam(required = false) @Nullable String tier,
            @RequestParam(required = false) @Nullable String flag,
            @Parameter(description = "Words of name or id") @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String accountManager,
            @Parameter(description = "As for customers; -composite without") @RequestParam(required = false) @Nullable String sort,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.grading(tier, flag, q, accountManager, sort), wanted, response);
    }

    @GetMapping("/concentration")
    @Operation(
            summary = "How much few customers bring: Pareto curve, share of the top fifth, Gini; whether grading pays")
    @AnswersWithAReport
    void concentration(
            @Parameter(description = "orderAmount (default), profit or grossOrderAmount")
                    @RequestParam(required = false)
                    @Nullable String by,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.concentration(by), wanted, response);
    }

    @GetMapping("/migrations")
    @Operation(
            summary = "How many customers went from which tier to which between two times",
            description = "from and to are times, or days: from begins the day, to ends it. The last 30 days without.")
    @AnswersWithAReport
    void migrations(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.migrations(from, to), wanted, response);
    }

    @GetMapping("/movers")
    @Operation(
            summary = "Who is in another tier than before, or near a cut-off",
            description = "kind=moved (default): between from and to. kind=near: within so many points of a cut-off.")
    @AnswersWithAReport
    void movers(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @Parameter(description = "Points, 2 without; for kind=near") @RequestParam(required = false) @Nullable String within,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.movers(kind, from, to, within), wanted, response);
    }

    @GetMapping("/visits")
    @Operation(summary = "Whose visit is due when")
    @AnswersWithAReport
    void visits(
            @RequestParam(required = false) @Nullable String tier,
            @RequestParam(required = false) @Nullable String accountManager,
            @Parameter(description = "true: only those overdue") @RequestParam(required = false) @Nullable String overdue,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.visits(tier, accountManager, overdue), wanted, response);
    }

    @GetMapping("/portfolios")
    @Operation(summary = "What account managers look after, and few moves that would make it level")
    @AnswersWithAReport
    void portfolios(
            @Parameter(description = "Further account managers, comma-separated")
                    @RequestParam(required = false)
                    @Nullable String managers,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.portfolios(managers), wanted, response);
    }

    @GetMapping("/prospects")
    @Operation(summary = "Which prospects deserve attention: grades A to D by the latest assessment")
    @AnswersWithAReport
    void prospects(
            @RequestParam(required = false) @Nullable String grade,
            @Parameter(description = "true: only those who never ordered") @RequestParam(required = false) @Nullable String withoutOrder,
            Wanted wanted,
            HttpServletResponse response)
            throws IOException {
        answers.answer(reports.prospects(grade, withoutOrder), wanted, response);
    }
}
