package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.tierstream.testing.Chromium;
import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The console in a real browser: what managers do with it, and whether everyone can use every page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    MongoWebhooks webhooks;

    private @Nullable Chromium chromium;
    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;

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

    @BeforeEach
    void customers() {
        for (int i = 0; i < 6; i++) {
            scored(newCustomer("console"), 10 * i + 20 + ".00", 80 - 10 * i + ".00");
        }
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void end() {
        if (context != null) {
            context.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, 1280", "zh, 390"})
    void shouldTryAPolicyActivateItAndGoBack(String lang, int width) {
        int before = json(get("/v1/policy", OPS)).get("policyVersion").intValue();
        Page page = signedIn(ADMIN, lang, width);
        page.navigate(address("/policy"));

        page.fill("#credit", "20");
        page.fill("#volume", "40");
        page.fill("#profit", "50");
        assertThat(page.locator("#weights-sum").innerText()).contains("110");
        page.fill("#profit", "40");
        page.click("#try");
        page.waitForSelector("#moved");
        assertThat(page.locator("#before-after").count()).isEqualTo(1);
        page.fill("#comment", "More for volume");
        page.click("#keep");
        page.waitForSelector("#activate");
        page.waitForSelector("#moved");
        String tried = page.locator(".matrix").innerText();
        int draft = Integer.parseInt(page.url().replaceAll(".*/policy/(\\d+).*", "$1"));
        assertThat(draft).isGreaterThan(before);
        page.fill("#comment", "Agreed with sales");
        page.click("#activate");
        page.waitForSelector("#progress [data-done]", patient());

        assertThat(json(get("/v1/policy", OPS)).get("policyVersion").intValue()).isEqualTo(draft);
        assertThat(json(get("/v1/policy", OPS)).get("activationComment").stringValue())
                .isEqualTo("Agreed with sales");
        assertThat(tried).isNotBlank();

        page.navigate(address("/policy/" + before));
        page.waitForSelector("#again");
        page.click("#again");
        page.waitForSelector("#activate");
        page.click("#activate");
        page.waitForSelector("#progress [data-done]", patient());
        int restored = json(get("/v1/policy", OPS)).get("policyVersion").intValue();
        assertThat(restored).isGreaterThan(draft);
        assertThat(json(get("/v1/policies/" + restored + "/differences?from=" + before, OPS))
                        .get("items"))
                .isEmpty();
        page.navigate(address("/policy"));
        assertThat(page.locator("#history").innerText()).contains("Agreed with sales", "More for volume");
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldTellThoseWhoMayNotActivateAPolicy() {
        Page page = signedIn(OPS, "en", 1280);
        page.navigate(address("/policy"));
        page.check("#mode-THRESHOLD");
        page.fill("#thresholdA", "70");
        page.click("#keep");
        page.waitForSelector("#moved");

        assertThat(page.locator("#activate").count()).isZero();
        assertThat(page.locator("main").innerText()).contains("Only administrators activate policies");
        page.navigate(address("/webhooks"));
        assertThat(page.locator("main").innerText()).contains("Only administrators make");
        assertThat(page.locator("#create").count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldPutPastedOrdersInOrderAndGiveThemAsAFile(String lang, int width) {
        String customer = newCustomer("ordering");
        scored(customer, "90.00", "90.00");
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/priorities"));

        page.fill("#lines", "O-2\tnobody\t2026-12-01\t70\nO-1\t" + customer + "\t2026-12-02\t60");
        page.fill("#available", "100");
        page.click("#prioritise");
        page.waitForSelector("#answer");

        assertThat(page.locator("#answer tbody tr").first().innerText()).contains("O-1", "60");
        assertThat(page.locator("#answer tbody tr").last().innerText()).contains("O-2", "40");
        Download file = page.waitForDownload(() -> page.click("#file"));
        assertThat(read(file)).contains("O-1").contains("O-2");
        page.fill("#lines", "O-1;x;someday;1");
        page.click("#prioritise");
        assertThat(page.locator("[role=alert]").innerText()).contains("1", "someday");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 1280", "zh, 390"})
    void shouldSetATierByHandSeeItThenAndEndIt(String lang, int width) {
        String customer = newCustomer("by-hand");
        scored(customer, "1.00", "1.00");
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/customers/" + customer));

        page.check("#tier-A");
        page.fill("#reason", "Key <b>account</b>");
        page.click("button[value=set]");
        page.waitForSelector("#override .alert-success");
        assertThat(page.locator("main").innerText()).contains("Key <b>account</b>");
        assertThat(page.locator(".tier-big").innerText()).isEqualTo("A");

        page.evaluate("() => { document.getElementById('at').value = '2001-01-01T10:00'; }");
        page.click("main form[hx-target='#then'] button");
        page.waitForSelector("#then p");

        page.click("button[value=end]");
        page.waitForSelector("#override .alert-success");
        assertThat(json(get("/v1/audit?target=" + customer, OPS)).get("items")).hasSize(2);
        page.navigate(address("/audit?target=" + customer));
        assertThat(page.locator("main").innerText()).contains("Key <b>account</b>", OPS);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldRecordAVisit() {
        String customer = newCustomer("visited");
        scored(customer, "50.00", "50.00");
        Page page = signedIn(OPS, "en", 1280);
        page.navigate(address("/reports/visits?visit=" + customer));

        page.click("#record-visit");

        page.waitForSelector("#visit .alert-success");
        await().atMost(SOON)
                .until(() -> get("/v1/reports/visits?limit=1000", OPS).body().contains("lastVisit"));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 1280", "en, 390", "zh, 1280", "zh, 390"})
    void shouldBeUsableByEveryone(String lang, int width) {
        String customer = newCustomer("everyone");
        scored(customer, "50.00", "50.00");
        webhooks.create(new Webhook(
                "for-axe-" + lang + width,
                "https://example.org/hooks",
                "secret",
                Set.of("io.tierstream.tier.changed.v1"),
                "admin",
                Instant.EPOCH,
                0,
                null,
                List.of()));
        webhooks.log(new Delivery(
                "for-axe-" + lang + width,
                "tier-changes",
                1,
                2,
                "event",
                "io.tierstream.tier.changed.v1",
                customer,
                State.RETRYING,
                3,
                503,
                "answered 503",
                12,
                Instant.EPOCH));
        Page page = signedIn(ADMIN, lang, width, true);
        List<String> wrong = new ArrayList<>();
        for (String path : List.of(
                "/",
                "/customers",
                "/customers/" + customer,
                "/policy",
                "/policy/1",
                "/priorities",
                "/audit",
                "/webhooks",
                "/webhooks/for-axe-" + lang + width,
                "/reports/grading",
                "/reports/concentration",
                "/reports/migrations",
                "/reports/movers",
                "/reports/near",
                "/reports/visits",
                "/reports/portfolios",
                "/reports/prospects",
                "/nothing-here")) {
            page.navigate(address(path));
            if (path.equals("/policy")) {
                page.fill("#credit", "20");
                page.fill("#profit", "50");
                page.click("#try");
            }
            if (path.startsWith("/policy")) {
                page.waitForSelector(path.equals("/policy") ? "#moved" : "main", patient());
            }
            judge(page, path, wrong);
        }
        webhooks.delete("for-axe-" + lang + width);
        page.context().clearCookies();
        page.navigate(address("/login?lang=" + lang));
        judge(page, "/login", wrong);

        assertThat(wrong).isEmpty();
    }

    private static void judge(Page page, String path, List<String> wrong) {
        Chromium.faults(page).forEach(fault -> wrong.add(path + " " + fault));
    }

    private Page signedIn(String account, String lang, int width) {
        return signedIn(account, lang, width, false);
    }

    private Page signedIn(String account, String lang, int width, boolean anyScript) {
        context = Objects.requireNonNull(chromium)
                .browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(lang.equals("zh") ? "zh-CN" : "en-GB")
                        .setViewportSize(width, 900)
                        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                        .setBypassCSP(anyScript));
        errors.clear();
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("script-src")) {
                errors.add(message.text());
            }
        });
        page.navigate(address("/login?lang=" + lang));
        page.fill("#username", account);
        page.fill("#password", key(account));
        page.click("main button");
        page.waitForURL(address("/"));
        return page;
    }

    private static Page.WaitForSelectorOptions patient() {
        return new Page.WaitForSelectorOptions().setTimeout(SOON.toMillis());
    }

    private static String read(Download file) {
        try {
            return Files.readString(file.path(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
