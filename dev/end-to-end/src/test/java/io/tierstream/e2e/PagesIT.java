package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.local.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages in a real browser, as a person sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

    private static final String HINT =
            "Install Chromium to run it (Debian: apt-get install chromium), or set CHROMIUM to its path.";

    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void launch() {
        Path chromium = Stream.of(
                        System.getenv().getOrDefault("CHROMIUM", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (chromium == null) {
            System.out.println("SKIPPED: " + HINT);
        }
        Assumptions.assumeTrue(chromium != null, HINT);
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    void close() {
        if (playwright != null) {
            browser.close();
            playwright.close();
        }
    }

    @Test
    void shouldLetAnAgentTakeAndResolveTheNextComplaintAndSeeANewOneArriveLive() {
        Publishing.publish(Publishing.event(
                Instant.now(), new CustomerUpdated("pages-c", "Müller & <b>Söhne</b>", null, null, null, null)));
        open("pages-t1", "Screws are <script>alert(1)</script> missing");
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = browser.newContext(english())) {
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
        try (BrowserContext context = browser.newContext(english())) {
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

    @Test
    void shouldNotShowAnythingToStrangers() {
        try (BrowserContext context = browser.newContext(english())) {
            Page page = context.newPage();
            for (Service service : List.of(Service.DESK, Service.TIERS)) {
                page.navigate(Stack.running().address(service) + "/");
                assertThat(page.url()).endsWith("/login");
            }
        }
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
                .untilAsserted(() -> assertThat(page.evaluate("""
                        () => {
                          const edge = document.documentElement.clientWidth;
                          return document.documentElement.scrollWidth <= edge + 1 ? [] : [...document.querySelectorAll('body *')]
                            .filter(one => one.getBoundingClientRect().right > edge + 1)
                            .map(one => `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 80)}`);
                        }"""))
                        .as("wider than the phone")
                        .isEqualTo(List.of()));
    }
}
