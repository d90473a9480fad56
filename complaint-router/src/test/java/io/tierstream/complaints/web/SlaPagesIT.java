package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.tierstream.complaints.TestDesk;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.testing.Chromium;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Service levels and complaint delays, as an admin sees them in a browser, and the report's figures as a program gets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlaPagesIT {

    private static final String CATEGORY = "=sla-pages";

    private TestDesk desk;
    private @Nullable Chromium chromium;

    @BeforeAll
    void start() {
        desk = TestDesk.start("sla-pages");
        Instant opened =
                desk.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(40));
        for (int i = 0; i < 4; i++) {
            String id = "sla-pages-" + i;
            desk.publish(
                    new Envelope(id, "/test", EventTypes.COMPLAINT_OPENED, opened.plusSeconds(i)),
                    new ComplaintOpened(id, "sla-pages", "It broke", null, CATEGORY, Severity.LOW, null, null));
            if (i < 3) {
                desk.publish(
                        new Envelope(
                                id + "-r",
                                "/test",
                                EventTypes.COMPLAINT_RESOLVED,
                                opened.plus(Duration.ofDays(2L * i + 1))),
                        new ComplaintResolved(id, "sla-pages", null));
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ours("calendar").path("opened").asInt(0) == 4
                        && ours("calendar").path("resolved").asInt(0) == 3);
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        desk.close();
    }

    private JsonNode ours(String clock) {
        JsonNode items = desk.json("/v1/reports/complaint-delays?by=category&limit=1000&clock=" + clock)
                .path("items");
        for (JsonNode item : items) {
            if (item.path("group").asString("").equals(CATEGORY)) {
                return item;
            }
        }
        return items.path("none");
    }

    @Test
    void shouldReportHowComplaintsFared() {
        JsonNode figures = ours("calendar");

        assertThat(figures.get("open").intValue()).isEqualTo(1);
        assertThat(figures.get("breached").intValue()).isEqualTo(1);
        assertThat(figures.get("medianTimeToResolve").stringValue()).isEqualTo("PT71H59M59S");
        assertThat(figures.get("p95TimeToResolve").stringValue()).isEqualTo("PT119H59M58S");
        String csv =
                desk.get("/v1/reports/complaint-delays?by=category&format=csv").body();
        assertThat(csv).startsWith("\uFEFFCategory,Opened").contains("\r\n'=sla-pages,4,3,1,0,1,72.00,72.00,120.00,");
        for (String query :
                List.of("by=name", "from=2026", "to=x", "from=2026-11-22&to=2026-11-01", "format=pdf", "limit=0")) {
            assertThat(desk.get("/v1/reports/complaint-delays?" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 1280", "en-GB, 390", "zh-CN, 1280", "zh-CN, 390"})
    void shouldLetAnAdminTryAndChangeServiceLevelsAndReadTheReport(String language, int width) {
        try (BrowserContext context = browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(language)
                        .setViewportSize(width, 800)
                        .setBypassCSP(true)
                        .setExtraHTTPHeaders(
                                Map.of("X-API-Key", TestDesk.key("admin"), "Accept-Language", language)))) {
            Page page = context.newPage();
            page.navigate("http://localhost:" + desk.port() + "/sla");
            isFine(page);
            long before = desk.json("/v1/sla").get("version").longValue();

            page.fill("#A-hours", "many");
            tryIt(page, ".alert-danger");
            assertThat(page.locator(".alert-danger li").count()).isEqualTo(1);
            isFine(page);

            page.fill("#A-hours", Integer.toString((int) (before % 20)));
            page.selectOption("#calendar-kind", "hours");
            page.fill("#calendar-zone", "Asia/Shanghai");
            page.fill("#calendar-holidays", "2026-10-01..2026-10-07");
            tryIt(page, "#preview");
            assertThat(page.locator("#preview ul li").count()).isPositive();
            isFine(page);
            assertThat(desk.json("/v1/sla").get("version").longValue()).isEqualTo(before);

            page.locator("#preview form button").click();
            page.waitForURL("**/sla?saved");
            assertThat(desk.json("/v1/sla").get("version").longValue()).isEqualTo(before + 1);
            assertThat(page.locator(".history li").first().innerText()).contains("admin-machine");
            isFine(page);

            page.navigate("http://localhost:" + desk.port() + "/reports/complaint-delays?by=category&clock=sla");
            assertThat(page.locator("tbody").innerText()).contains(CATEGORY);
            isFine(page);
        }
    }

    private static void tryIt(Page page, String answer) {
        page.locator("form[action$='/sla/preview'] button").click();
        page.locator(answer).waitFor();
        page.waitForLoadState(LoadState.LOAD);
    }

    private static void isFine(Page page) {
        Chromium.check(page, page.url());
    }

    /** Started when first asked for: what needs no browser runs without one. */
    private Browser browser() {
        if (chromium == null) {
            chromium = Chromium.launch();
        }
        return chromium.browser();
    }
}
