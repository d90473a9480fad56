package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.local.Service;
import io.tierstream.testing.Chromium;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages in a real browser, as a person sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

    private @Nullable Chromium chromium;

    @BeforeAll
    void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void shouldLetAnAgentTakeAndResolveTheNextComplaintAndSeeANewOneArriveLive() {
        Publishing.publish(Publishing.event(
                Instant.now(), new CustomerUpdated("pages-c", "Müller & <b>Söhne</b>", null, null, null, null)));
        open("pages-t1", "Screws are <script>alert(1)</script> missing");
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = context(english())) {
            Page page = signedIn(context, Service.DESK, "support", errors);
            row(page, "pages-t1").waitFor();
            assertThat(row(page, "pages-t1").innerText()).contains("<script>alert(1)</script>");
            assertThat(page.content()).doesNotContain("<script>alert(1)");

            open("pages-t2", "Arrived while looking");
            row(page, "pages-t2").waitFor();

            page.setViewportSize(390, 844);
            fitsThePhone(page);
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldShowTiersAtAGlanceInEnglishAndChinese() {
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = context(english())) {
            Page page = signedIn(context, Service.TIERS, "ops", errors);
            assertThat(page.title()).isNotBlank();
            String english = page.locator("main").innerText();
            page.navigate(Stack.running().address(Service.TIERS) + "/?lang=zh_CN");
            assertThat(page.locator("main").innerText()).isNotEqualTo(english).containsPattern("\\p{IsHan}");
            page.setViewportSize(390, 844);
            fitsThePhone(page);
        }
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 1280", "en-GB, 390", "zh-CN, 1280", "zh-CN, 390"})
    void shouldLetEveryonePublishAnEventAndSeeWhatIsWrongWithOne(String language, int width) {
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = context(new Browser.NewContextOptions()
                .setLocale(language)
                .setViewportSize(width, 900)
                // Only so that axe may run in the page.
                .setBypassCSP(true))) {
            Page page = context.newPage();
            page.navigate(Stack.running().address(Service.INGEST) + "/login");
            Chromium.check(page, "the login");
            page.close();
            page = signedIn(context, Service.INGEST, "admin", errors);
            Chromium.check(page, "publish");
            page.locator("#event").waitFor();
            page.locator("form[hx-post='/publish'] button").click();
            page.locator("#published .alert-success").waitFor();
            page.locator("#event").fill("{\"specversion\": \"1.0\"}");
            page.locator("form[hx-post='/publish'] button").click();
            page.locator("#published .alert-danger li").first().waitFor();
            page.locator("#csv")
                    .setInputFiles(
                            new FilePayload("wrong.csv", "text/csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)));
            page.locator("#import button").click();
            page.locator("#imports article .badge.text-bg-danger").first().waitFor();
            page.locator("#letters p, #letters .card").first().waitFor();
            Chromium.check(page, "publish with answers");
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldNotShowAnythingToStrangers() {
        try (BrowserContext context = context(english())) {
            Page page = context.newPage();
            for (Service service : List.of(Service.DESK, Service.TIERS)) {
                page.navigate(Stack.running().address(service) + "/");
                assertThat(page.url()).endsWith("/login");
            }
        }
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        return Objects.requireNonNull(chromium).browser().newContext(options);
    }

    private static Browser.NewContextOptions english() {
        return new Browser.NewContextOptions().setLocale("en-GB");
    }

    /** Opened so long ago that it stands on the first page, whatever other journeys put into the queue. */
    private static void open(String complaint, String subject) {
        Publishing.publish(Publishing.event(
                Instant.now().minus(Duration.ofDays(3_000)),
                new ComplaintOpened(complaint, "pages-c", subject, null, null, Severity.CRITICAL, null, null)));
        Waiting.upToSeconds(20)
                .untilAsserted(() -> assertThat(
                                Stack.desk().get("/v1/tickets/" + complaint).status())
                        .isEqualTo(200));
    }

    private static Page signedIn(BrowserContext context, Service service, String account, List<String> errors) {
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.navigate(Stack.running().address(service) + "/");
        page.locator("input[name=username]").fill(account);
        page.locator("input[name=password]").fill(Stack.running().credentials().password(account));
        page.locator("input[name=password]").press("Enter");
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    private static Locator row(Page page, String complaint) {
        return page.locator("a[href='/tickets/" + complaint + "']:visible").first();
    }

    /** Nothing reaches beyond the right edge once the page, its charts included, has taken its new size. */
    private static void fitsThePhone(Page page) {
        Waiting.upToSeconds(5)
                .untilAsserted(() -> assertThat(Chromium.tooWide(page)).isEmpty());
    }
}
