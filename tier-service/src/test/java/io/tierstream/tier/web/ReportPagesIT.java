package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPagesIT extends TierServiceUnderTest {

    @ParameterizedTest
    @CsvSource({
        "grading,       Grading report,   分级报表",
        "concentration, Concentration,    集中度",
        "migrations,    Migrations,       等级迁移",
        "movers,        Movers,           变动客户",
        "near,          Near a cut-off,   临近分界",
        "visits,        Visits,           拜访",
        "portfolios,    Portfolios,       客户组合",
        "prospects,     Prospects,        潜在客户",
    })
    void shouldShowEveryReportInBothLanguages(String report, String english, String chinese) {
        scored(newCustomer("page"), "40.00", "60.00");
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);

        HttpResponse<String> page = get("/reports/" + report + "?lang=en", OPS);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(english).doesNotContain("??").contains("format=csv");
        assertThat(get("/reports/" + report + "?lang=zh", OPS).body())
                .contains(chinese)
                .doesNotContain("??");
    }

    @Test
    void shouldShowPortfoliosWhateverItsManagersAreCalled() {
        scored(newCustomer("managed"), "40.00", "60.00");

        HttpResponse<String> page = get("/reports/portfolios?managers=PM,12,2026-99-99&lang=en", OPS);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<td>PM</td>", "<td>12</td>", "<td>2026-99-99</td>");
    }

    @Test
    void shouldSayWhatItDoesNotUnderstandAndLetOnlyManagersIn() {
        assertThat(get("/reports/migrations?from=never&lang=en", OPS).body()).contains("not understood");
        assertThat(get("/reports/grading?cursor=x", OPS).statusCode()).isEqualTo(200);
        assertThat(get("/reports/nothing-of-this-name", OPS).statusCode()).isEqualTo(404);
        assertThat(get("/reports/grading", SUPPORT).statusCode()).isEqualTo(403);
        assertThat(get("/?lang=en", SUPPORT).body()).doesNotContain("href=\"/reports\"");
        assertThat(get("/?lang=en", OPS).body()).contains("href=\"/reports\"");
    }
}
