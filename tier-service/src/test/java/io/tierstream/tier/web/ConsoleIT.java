package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.testing.Chromium;
import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

/** The console in a real browser: what managers do with it, and whether everyone can use every page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** A name that many customers share. */
    private static final String MANY = newCustomer("Console").replace("-", "");

    @Autowired
    MongoWebhooks webhooks;

    @Autowired
    MessageSource messages;

    /** Who has signed in before need not do it again. */
    private final Map<String, String> sessions = new HashMap<>();

    private @Nullable Chromium chromium;
    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;

    @BeforeAll
    void launch() {
        chromium = Chromium.launch();
        for (int i = 0; i < 52; i++) {
            String customer = newCustomer("console");
            named(customer, MANY + " " + i);
            publishScore(
                    customer, i + 20 + ".00", 80 - i + ".00", i % 26 == 0 ? new Flag[] {Flag.SLOW_PAYER} : new Flag[0]);
        }
        await().atMost(SOON)
                .until(() -> json(get("/v1/customers?limit=100&q=" + MANY, OPS))
                                .get("items")
                                .size()
                        == 52);
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
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
        Chromium.check(page, "a policy tried " + lang);
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

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldTellThoseWhoMayNotChangeThings(String lang, int width) {
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/policy"));
        page.check("#mode-THRESHOLD");
        page.fill("#thresholdA", "70");
        page.click("#keep");
        page.waitForSelector("#moved");

        assertThat(page.locator("#activate").count()).isZero();
        assertThat(page.locator("main").innerText()).contains(say("policy.only-admins", lang));
        page.navigate(address("/webhooks"));
        assertThat(page.locator("#create").count()).isZero();
        assertThat(page.locator("main").innerText()).contains(say("webhooks.read-only", lang));
        Chromium.check(page, "webhooks for ops " + lang);
        context.close();
        page = signedIn(SUPPORT, lang, width);
        page.navigate(address("/policy"));
        assertThat(page.locator("main").innerText()).contains(say("failure.403", lang));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldSearchFilterSortAndPageThroughCustomers(String lang, int width) {
        Page page = signedIn(SUPPORT, lang, width);
        page.navigate(address("/customers"));

        page.fill("#q", MANY);
        page.waitForURL(url -> url.contains("q=" + MANY));
        page.selectOption("#sort", "composite");
        page.waitForURL(url -> url.contains("sort=composite"));
        page.waitForFunction(
                "([mark]) => document.querySelectorAll('#list tbody tr').length === 50"
                        + " && [...document.querySelectorAll('#list tbody a')].every(it => it.textContent.startsWith(mark))",
                List.of(MANY));
        List<String> composites = page.locator("#list tbody td:nth-child(3)").allInnerTexts();
        assertThat(composites.stream().map(BigDecimal::new).toList()).isSorted();
        page.click("#list a[rel=next]");
        page.waitForURL(url -> url.contains("cursor="));
        assertThat(page.locator("#list tbody tr").count()).isEqualTo(2);
        page.selectOption("#flag", "SLOW_PAYER");
        page.waitForURL(url -> url.contains("flag=SLOW_PAYER") && !url.contains("cursor="));
        page.waitForFunction("() => document.querySelectorAll('#list tbody tr').length === 2");
        assertThat(page.locator("#list tbody").innerText()).contains(MANY + " 0", MANY + " 26");
        Chromium.check(page, "customers found " + lang);
        page.fill("#q", "nobody-has-this-name");
        page.waitForSelector("#list > p");
        assertThat(page.locator("#list").innerText()).contains(say("customers.none", lang));
        Chromium.check(page, "nobody found " + lang);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 1280", "zh, 390"})
    void shouldOpenWhatMakesAFigure(String lang, int width) {
        String customer = newCustomer("evidence");
        scored(customer, "50.00", "50.00");
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/customers/" + customer));

        page.click("[data-metric=grossOrderAmount] button");
        page.waitForSelector("#evidence-part tbody tr");

        assertThat(page.locator("#evidence-part").innerText())
                .contains(say("metric.grossOrderAmount", lang), "O-1", "<b>R-1</b>", "1,250.5", "event-2");
        Chromium.check(page, "evidence " + lang);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldShowAChangeAsItHappens(String lang, int width) {
        String customer = newCustomer("live");
        scored(customer, "1.00", "1.00");
        Page page = signedIn(SUPPORT, lang, width);
        page.navigate(address("/"));
        page.waitForSelector("#stream-state[data-state=live]", patient());

        String body = "{\"tier\":\"A\",\"reason\":\"seen live\"}";
        assertThat(send("PUT", "/v1/customers/" + customer + "/override", OPS, body)
                        .statusCode())
                .isIn(200, 202);

        page.waitForSelector(".fresh[data-change^='" + customer + "/']", patient());
        assertThat(page.locator("[data-change^='" + customer + "/']").first().innerText())
                .contains("seen live");
        Chromium.check(page, "a change arrived " + lang);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 1280", "zh, 390"})
    void shouldRunAPolicyInShadowAndEndThat(String lang, int width) {
        int draft = json(send("POST", "/v1/policies", OPS, "{\"shares\":{\"A\":33},\"comment\":\"shadow\"}"))
                .get("policyVersion")
                .intValue();
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/policy/" + draft));

        page.click("#run-in-shadow");
        page.waitForSelector("#shadow-table tbody tr");
        assertThat(page.locator("main").innerText()).contains(say("policy.told.shadow", lang));
        assertThat(json(get("/v1/shadow", OPS)).get("policyVersion").intValue()).isEqualTo(draft);
        Chromium.check(page, "in shadow " + lang);
        page.navigate(address("/policy"));
        page.click("#shadow form button");
        page.waitForURL(address("/policy#shadow"));

        assertThat(page.locator("#shadow").innerText()).contains(say("policy.shadow.none", lang));
        assertThat(json(get("/v1/shadow", OPS)).has("policyVersion")).isFalse();
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldFilterAReportAndTakeItAlong(String lang, int width) {
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/reports/grading"));

        page.fill("#q", MANY);
        page.selectOption("#tier", "C");
        page.click("main form button");
        page.waitForURL(url -> url.contains("q=" + MANY) && url.contains("tier=C"));

        long customers = json(get("/v1/reports/grading?limit=1&tier=C&q=" + MANY, OPS))
                .get("customers")
                .longValue();
        assertThat(customers).isPositive();
        assertThat(page.locator("table").last().locator("tbody tr").count()).isEqualTo((int) Math.min(50, customers));
        Chromium.check(page, "report filtered " + lang);
        Download file = page.waitForDownload(() -> page.click("a[download]"));
        assertThat(read(file).lines())
                .hasSize((int) customers + 1)
                .first()
                .asString()
                .contains(say("report.column.customerId", lang) + "," + say("report.column.name", lang));
        assertThat(errors).isEmpty();
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
        Chromium.check(page, "orders in order " + lang);
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
        Chromium.check(page, "a tier set by hand " + lang);

        page.evaluate("() => { document.getElementById('at').value = '2001-01-01T10:00'; }");
        page.click("main form[hx-target='#then'] button");
        page.waitForSelector("#then p");

        page.click("button[value=end]");
        // The page before says that it is done, too.
        page.waitForFunction("() => document.querySelector('#override .alert-success')"
                + " && !document.querySelector('button[value=end]')");
        assertThat(json(get("/v1/audit?target=" + customer, OPS)).get("items")).hasSize(2);
        page.navigate(address("/audit?target=" + customer));
        assertThat(page.locator("main").innerText()).contains("Key <b>account</b>", OPS);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, 390", "zh, 1280"})
    void shouldRecordAVisit(String lang, int width) {
        String customer = newCustomer("visited");
        scored(customer, "50.00", "50.00");
        Page page = signedIn(OPS, lang, width);
        page.navigate(address("/reports/visits?visit=" + customer));

        page.click("#record-visit");

        page.waitForSelector("#visit .alert-success");
        Chromium.check(page, "a visit recorded " + lang);
        await().atMost(SOON)
                .until(() -> get("/v1/reports/visits?limit=1000", OPS).body().contains("lastVisit"));
        assertThat(errors).isEmpty();
    }

    /** Every page at both widths; axe looks at one of them per language, for the other only the layout differs. */
    @ParameterizedTest
    @CsvSource({"en, 1280, 390", "zh, 390, 1280"})
    void shouldBeUsableByEveryone(String lang, int width, int otherWidth) {
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
        Page page = signedIn(ADMIN, lang, width);
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
            page.setViewportSize(otherWidth, 900);
            Chromium.tooWide(page).forEach(fault -> wrong.add(path + " at " + otherWidth + " " + fault));
            page.setViewportSize(width, 900);
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
        context = Objects.requireNonNull(chromium)
                .browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(lang.equals("zh") ? "zh-CN" : "en-GB")
                        .setViewportSize(width, 900)
                        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                        .setStorageState(sessions.get(account)));
        errors.clear();
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("script-src")) {
                errors.add(message.text());
            }
        });
        if (!sessions.containsKey(account)) {
            page.navigate(address("/login"));
            page.fill("#username", account);
            page.fill("#password", key(account));
            page.click("main button");
            page.waitForURL(address("/"));
            sessions.put(account, context.storageState());
        }
        return page;
    }

    private String say(String key, String lang) {
        return messages.getMessage(key, null, lang.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
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
