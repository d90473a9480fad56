package io.tierstream.complaints.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.complaints.TestDesk;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.local.ManagedProcess;
import io.tierstream.testing.Chromium;
import io.tierstream.testing.TestBroker;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;

/** A busy day at the desk, in a real browser: 60 tickets of 12 customers, and colleagues who take some. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeskBrowserIT {

    /** Long enough for a machine that does other things as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String PASSWORD = "open sesame";
    private static final List<String> NAMES = List.of(
            "Vetter & Bauer Elevators",
            "Thames Valley Laboratories",
            "杭州灯笼科技有限公司",
            "Ljubljana Cycles",
            "Alpine E-Bikes",
            "O’Connor Tiles",
            "Nordlys Seafood",
            "Café São Jorge",
            "Müller & <b>Söhne</b>",
            "Kowalski Logistyka",
            "Anatolia Textiles",
            "Rossi Macchine");
    private static final List<String> SUBJECTS = List.of(
            "Third late delivery this month",
            "Certificate of origin is missing",
            "外箱破损，部分货物受潮",
            "Invoice charges freight twice",
            "Seals leak under pressure");

    @TempDir
    static Path brokerFolder;

    private ManagedProcess broker;
    private TestDesk desk;
    private Chromium chromium;
    /** Who has signed in before need not do it again. */
    private final Map<String, List<Cookie>> sessions = new HashMap<>();

    @BeforeAll
    void start() {
        chromium = Chromium.launch();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        Awaitility.setDefaultTimeout(PATIENCE);
        // Of its own: what other tests leave on a shared one would stand in the queue, too.
        broker = TestBroker.separate(brokerFolder);
        List<String> settings = new ArrayList<>(
                List.of("spring.profiles.active=local", "spring.kafka.bootstrap-servers=" + broker.address()));
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        int index = 0;
        for (String account : List.of("mei:support", "bo:support", "ops:ops", "shop:publisher")) {
            String prefix = "tierstream.security.accounts[" + index++ + "].";
            settings.add(prefix + "name=" + account.split(":")[0]);
            settings.add(prefix + "role=" + account.split(":")[1]);
            settings.add(prefix + "password=" + hash);
        }
        desk = TestDesk.start("browser", settings.toArray(String[]::new));
        Instant now = now();
        for (int i = 0; i < NAMES.size(); i++) {
            String customer = "customer-" + i;
            publish(
                    customer + "-name",
                    EventTypes.CUSTOMER_UPDATED,
                    now,
                    new CustomerUpdated(customer, NAMES.get(i), null, null, null, null));
            if (i < 8) {
                grade(
                        customer,
                        i < 2 ? Tier.A : i < 5 ? Tier.B : Tier.C,
                        1,
                        new BigDecimal(91 - 7 * i),
                        now.minus(Duration.ofDays(40)));
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            open("probe", "customer-0", "Probe", Severity.LOW, now);
            return desk.get("/v1/tickets/probe").statusCode() == 200
                    && desk.json("/v1/tickets/probe").get("tier").stringValue().equals("A");
        });
        for (int i = 0; i < 60; i++) {
            Duration age = Duration.ofMinutes(137L * i);
            open(
                    "day-" + i,
                    "customer-" + i % 12,
                    SUBJECTS.get(i % SUBJECTS.size()) + " (" + i + ")",
                    Severity.values()[i % 4],
                    now.minus(age));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> desk.json("/v1/queue?limit=100").get("items").size() >= 61);
    }

    @AfterAll
    void stop() {
        if (desk != null) {
            desk.close();
        }
        if (broker != null) {
            broker.kill();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private Instant now() {
        return desk.bean(Clock.class).instant();
    }

    private void publish(String id, String type, Instant at, io.tierstream.contracts.EventData data) {
        desk.publish(new Envelope(id, "/test", type, at), data);
    }

    private void open(String id, String customer, String subject, Severity severity, Instant at) {
        publish(
                id + "-opened",
                EventTypes.COMPLAINT_OPENED,
                at,
                new ComplaintOpened(
                        id,
                        customer,
                        subject,
                        "As seen on arrival.\nPlease call back.",
                        "delivery",
                        severity,
                        "phone",
                        "order-1"));
    }

    private void grade(String customer, Tier to, long number, BigDecimal composite, Instant at) {
        publish(
                customer + "-change-" + number,
                EventTypes.TIER_CHANGED,
                at,
                new TierChanged(
                        customer,
                        number == 1 ? null : Tier.C,
                        to,
                        number == 1 ? TierChangeCause.FIRST_GRADING : TierChangeCause.SCORE,
                        composite,
                        number == 1 ? null : new BigDecimal("41.25"),
                        to,
                        GradingMode.RATIO,
                        new CutOffs(new BigDecimal("80.00"), new BigDecimal("60.00")),
                        1,
                        number,
                        null,
                        null,
                        at,
                        List.of(
                                contribution("credit", "10", "100.00", "10.00"),
                                contribution("volume", "30", "70.00", "21.00"),
                                new CriterionContribution(
                                        "profit", new BigDecimal("60"), null, null, null, null, null)),
                        null,
                        number,
                        null));
        publish(
                customer + "/" + number,
                EventTypes.CUSTOMER_TIER,
                at,
                new CustomerTier(customer, to, to, composite, at, number, 1));
    }

    private static CriterionContribution contribution(String criterion, String weight, String points, String share) {
        return new CriterionContribution(
                criterion,
                new BigDecimal(weight),
                new BigDecimal(points),
                new BigDecimal(share),
                new BigDecimal(weight),
                new BigDecimal("50.00"),
                null);
    }

    private BrowserContext context(String language, int width) {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(language)
                        .setTimezoneId("Europe/Berlin")
                        .setViewportSize(width, width < 600 ? 844 : 900));
    }

    private String address(String path) {
        return "http://localhost:" + desk.port() + path;
    }

    private Page signedIn(BrowserContext context, String account) {
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE.toMillis());
        context.addCookies(sessions.getOrDefault(account, List.of()));
        page.navigate(address("/"));
        if (!sessions.containsKey(account)) {
            page.locator("#username").fill(account);
            page.locator("#password").fill(PASSWORD);
            page.locator("#password").press("Enter");
            page.waitForURL(url -> !url.contains("/login"));
            sessions.put(
                    account,
                    context.cookies().stream().filter(cookie -> cookie.httpOnly).toList());
        }
        return page;
    }

    private static Locator row(Page page, String id) {
        return page.locator("li.ticket[data-id='" + id + "']").first();
    }

    private static Locator toast(Page page) {
        return page.locator("#toast");
    }

    /** The ticket that has the focus, or gets it: it comes back after the rows were replaced. */
    private static String focusedTicket(Page page) {
        return focusedTicketOtherThan(page, "");
    }

    private static String focusedTicketOtherThan(Page page, String before) {
        return page.waitForFunction(
                        "before => [document.activeElement.closest('li.ticket')?.dataset.id]"
                                + ".find(id => id && id !== before)",
                        before)
                .jsonValue()
                .toString();
    }

    private HttpResponse<String> act(String id, String move, String agent, String body) {
        HttpResponse<String> response = desk.post("/v1/tickets/" + id + "/" + move, agent, "*", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private JsonNode ticket(String id) {
        return desk.json("/v1/tickets/" + id);
    }

    private String state(String id) {
        return ticket(id).get("state").stringValue();
    }

    @Test
    void shouldBeUsableByEveryoneOnEveryPage() {
        act("day-3", "assign", "bo", "{\"assignee\": \"mei\", \"note\": \"Yours, you know them\"}");
        act("day-3", "wait", "mei", "{}");
        act("day-4", "assign", "bo", "{\"assignee\": \"mei\"}");
        act("day-59", "resolve", "bo", "{}");
        open("story", "customer-7", "Story", Severity.NORMAL, now().minus(Duration.ofHours(30)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/story").statusCode() == 200);
        grade("customer-7", Tier.B, 2, new BigDecimal("62.50"), now());
        act("story", "claim", "mei", "{\"note\": \"Looking into it\"}");
        Awaitility.await().until(() -> ticket("story").get("tier").stringValue().equals("B"));
        for (String language : List.of("en-GB", "zh-CN")) {
            for (int width : List.of(1280, 390)) {
                String suffix = language + "-" + width;
                try (BrowserContext context = context(language, width)) {
                    Page stranger = context.newPage();
                    stranger.navigate(address("/login"));
                    Chromium.check(stranger, "login " + suffix);
                    Chromium.picture(stranger, "login-" + suffix);
                    Page page = signedIn(context, "mei");
                    Chromium.check(page, "queue " + suffix);
                    Chromium.picture(page, "queue-" + suffix);
                    page.keyboard().press("?");
                    Chromium.check(page, "keys " + suffix);
                    Chromium.picture(page, "keys-" + suffix);
                    page.keyboard().press("Escape");
                    row(page, "day-4").locator("[data-more]").click();
                    Chromium.check(page, "more " + suffix);
                    Chromium.picture(page, "more-" + suffix);
                    page.navigate(address("/?q=nothing-like-this"));
                    Chromium.check(page, "nothing found " + suffix);
                    Chromium.picture(page, "nothing-" + suffix);
                    page.navigate(address("/tickets/story"));
                    Chromium.check(page, "ticket " + suffix);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "pages", "ticket-" + suffix + ".png")));
                    page.navigate(address("/tickets/none"));
                    Chromium.check(page, "no ticket " + suffix);
                    page.navigate(address("/team?hours=24"));
                    Chromium.check(page, "team " + suffix);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "pages", "team-" + suffix + ".png")));
                    page.navigate(address("/no/such/page"));
                    Chromium.check(page, "nothing here " + suffix);
                }
                try (BrowserContext context = context(language, width)) {
                    Page page = signedIn(context, "shop");
                    assertThat(page.locator("h1"))
                            .containsText(language.startsWith("en") ? "not for your account" : "无法查看");
                    assertThat(page.locator("main")).containsText("shop");
                    Chromium.check(page, "refused " + suffix);
                    Chromium.picture(page, "refused-" + suffix);
                }
            }
        }
    }

    @Test
    void shouldLetAnAgentWorkByKeyboardAlone() {
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "mei");
            page.keyboard().press("n");
            assertThat(toast(page)).containsText("You have taken");
            String taken = focusedTicket(page);
            assertThat(state(taken)).isEqualTo("CLAIMED");

            page.keyboard().press("w");
            assertThat(toast(page)).containsText("waits for the customer");
            assertThat(focusedTicket(page)).isEqualTo(taken);
            page.keyboard().press("w");
            assertThat(toast(page)).containsText("runs again");

            page.keyboard().press("r");
            assertThat(toast(page)).containsText("is resolved");
            assertThat(toast(page)).containsText("the time it was resolved is added to the deadline");
            assertThat(state(taken)).isEqualTo("RESOLVED");
            assertThat(focusedTicketOtherThan(page, taken)).isNotEqualTo(taken);
            page.keyboard().press("u");
            assertThat(toast(page)).containsText("Taken back");
            assertThat(state(taken)).isEqualTo("CLAIMED");
            assertThat(ticket(taken).get("assignee").stringValue()).isEqualTo("mei");

            row(page, taken).locator("a.open").focus();
            page.keyboard().press("j");
            assertThat(focusedTicketOtherThan(page, taken)).isNotEqualTo(taken);
            page.keyboard().press("ArrowUp");
            assertThat(focusedTicket(page)).isEqualTo(taken);
            page.keyboard().press("c");
            assertThat(toast(page)).containsText("cannot be done");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.endsWith("/tickets/" + taken));
            page.keyboard().press("e");
            page.keyboard().type("Called back r n c");
            page.locator("#doing [data-act=notes]").focus();
            page.keyboard().press("Enter");
            assertThat(toast(page)).containsText("is kept");
            assertThat(page.locator("#note")).hasValue("");
            assertThat(page.locator(".history")).containsText("mei noted:");
            assertThat(page.locator("#do-notes")).isFocused();
            page.keyboard().press("b");
            assertThat(toast(page)).containsText("back in the queue");
            // The next ticket may be the same one again: only the mark says that its page was loaded anew.
            page.evaluate("() => { window.before = true; }");
            page.keyboard().press("n");
            page.waitForFunction("() => !window.before && document.readyState === 'complete'");
            page.keyboard().press("q");
            page.waitForURL(address("/"));
            page.keyboard().press("/");
            assertThat(page.locator("#q")).isFocused();
        }
    }

    @Test
    void shouldSayWhoWasFasterAndShowTheTicketAsItIs() {
        open("race", "customer-1", "Race", Severity.CRITICAL, now().minus(Duration.ofDays(20)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/race").statusCode() == 200);
        try (BrowserContext context = context("en-GB", 1280)) {
            // Without the live feed the page is certainly stale.
            context.route("**/v1/queue/stream*", route -> route.abort());
            Page page = signedIn(context, "mei");
            assertThat(row(page, "race").locator("[data-act=claim]")).isVisible();
            act("race", "claim", "bo", "{}");

            row(page, "race").locator("[data-act=claim]").click();

            assertThat(toast(page)).containsText("bo was faster and holds “Race” now");
            assertThat(row(page, "race")).containsText("claimed by bo");
            assertThat(row(page, "race").locator("[data-act=claim]")).hasCount(0);
            assertThat(focusedTicket(page)).isEqualTo("race");
            assertThat(page.locator("[data-live-off]")).isVisible();
        }
    }

    @Test
    void shouldShowWhatChangedBetweenTheMakingOfThePageAndItsFeed() {
        open("between", "customer-1", "Between", Severity.CRITICAL, now().minus(Duration.ofDays(20)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/between").statusCode() == 200);
        try (BrowserContext context = context("en-GB", 1280)) {
            AtomicBoolean changed = new AtomicBoolean();
            context.route("**/v1/queue/stream*", route -> {
                if (changed.compareAndSet(false, true)) {
                    act("between", "claim", "bo", "{}");
                }
                route.resume();
            });
            Page page = signedIn(context, "mei");

            assertThat(row(page, "between")).containsText("claimed by bo");
            assertThat(changed.get()).isTrue();
        }
    }

    @Test
    void shouldFollowWhatHappensWithoutLosingTheFocusOrWhatIsWritten() {
        open("live", "customer-0", "Live", Severity.NORMAL, now().minus(Duration.ofDays(2)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/live").statusCode() == 200);
        try (BrowserContext context = context("en-GB", 1280)) {
            Page queue = signedIn(context, "mei");
            row(queue, "live").locator("a.open").focus();
            Page ticket = context.newPage();
            ticket.navigate(address("/tickets/live"));
            ticket.locator("#note").fill("Half a sentence");
            ticket.locator("#note").focus();

            act("live", "claim", "bo", "{}");

            assertThat(ticket.locator(".history")).containsText("bo took the ticket.");
            assertThat(ticket.locator("#headline")).containsText("claimed by bo");
            assertThat(ticket.locator("#note")).hasValue("Half a sentence");
            assertThat(ticket.locator("#note")).isFocused();
            queue.bringToFront();
            assertThat(row(queue, "live")).containsText("claimed by bo");
            assertThat(focusedTicket(queue)).isEqualTo("live");
        }
    }

    @Test
    void shouldStayLiveForSomeoneWhoGoesFromPageToPage() {
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "bo");
            for (int i = 0; i < 12; i++) {
                String next = address(i % 2 == 0 ? "/tickets/day-1" : "/");
                Response stream =
                        page.waitForResponse(each -> each.url().contains("/stream?"), () -> page.navigate(next));
                assertThat(stream.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldKeepWhatIsSearchedForInTheAddressAndTurnPages() {
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "mei");
            assertThat(page.locator("section[aria-labelledby=all-title] li.ticket"))
                    .hasCount(50);
            String last = page.locator("section[aria-labelledby=all-title] .place")
                    .last()
                    .innerText();
            assertThat(last).isEqualTo("50");
            page.locator("#page-next").click();
            assertThat(page.locator("#page-first")).isVisible();
            assertThat(page.locator(".place").first().innerText()).isEqualTo("51");

            page.locator("details.filters summary").click();
            page.locator("#severity").selectOption("critical");
            page.waitForURL(Pattern.compile("severity=critical").asPredicate());
            assertThat(page.url()).doesNotContain("cursor");
            assertThat(page.locator("li.ticket .severity-critical").first()).isVisible();
            assertThat(page.locator("li.ticket .severity-low")).hasCount(0);
            page.locator("#q").fill("杭州");
            page.waitForURL(Pattern.compile("q=%E6%9D%AD%E5%B7%9E").asPredicate());
            page.locator("#severity").selectOption("");
            assertThat(page.locator("li.ticket .customer")).not().hasCount(0);
            page.reload();
            assertThat(page.locator("#q")).hasValue("杭州");
            for (String customer : page.locator("li.ticket .customer").allInnerTexts()) {
                assertThat(customer).isEqualTo("杭州灯笼科技有限公司");
            }
            page.navigate(address("/?assignee=@nobody&tier=A&state=OPEN"));
            assertThat(page.locator("#assignee")).hasValue("@nobody");
            assertThat(page.locator("li.ticket .tier-A").first()).isVisible();
            assertThat(page.locator("li.ticket .tier-B")).hasCount(0);
        }
    }

    @Test
    void shouldShowALeadWhoHasHowMuchAndPassTicketsOn() {
        open("lead", "customer-2", "For the lead", Severity.HIGH, now().minus(Duration.ofHours(115)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/lead").statusCode() == 200);
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "mei");
            page.navigate(address("/team?hours=8"));
            JsonNode team = desk.json("/v1/team?hours=8");
            assertThat(page.locator("#to-late"))
                    .hasText(String.valueOf(team.get("counts").get("breached").intValue()));
            row(page, "lead").locator("select").selectOption("mei");
            row(page, "lead").locator("select").focus();
            page.locator("h1").hover();
            open("meanwhile", "customer-2", "Meanwhile", Severity.HIGH, now().minus(Duration.ofHours(115)));
            assertThat(row(page, "meanwhile")).isVisible();
            assertThat(row(page, "lead").locator("select")).hasValue("mei");
            row(page, "lead").locator("[data-act=assign]").click();
            assertThat(toast(page)).containsText("“For the lead” is mei’s now");
            assertThat(row(page, "lead")).containsText("with mei");
            assertThat(ticket("lead").get("assignee").stringValue()).isEqualTo("mei");
            page.locator("#undo").click();
            assertThat(toast(page)).containsText("Taken back");
            assertThat(ticket("lead").has("assignee")).isFalse();
        }
        assertThat(desk.get("/v1/team?hours=0").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldAskAgainWhenFiguresAreBehindAChange() {
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "mei");
            page.route(url -> url.equals(address("/team?hours=24")), route -> {
                APIResponse response = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setResponse(response)
                        .setBody(response.text().replace("<div id=\"team\"", "<div id=\"team\" data-again=\"1\"")));
            });

            Request again = page.waitForRequest(
                    request -> request.url().contains("/desk/team"), () -> page.navigate(address("/team?hours=24")));

            assertThat(again.method()).isEqualTo("GET");
        }
    }

    @Test
    void shouldSayInBothLanguagesThatTheStoreIsAway() {
        CircuitBreaker store = desk.bean(CircuitBreakerRegistry.class).circuitBreaker("store");
        for (String language : List.of("en-GB", "zh-CN")) {
            try (BrowserContext context = context(language, 390)) {
                Page page = signedIn(context, "mei");
                store.transitionToForcedOpenState();
                page.navigate(address("/tickets/day-1"));
                assertThat(page.locator("h1")).isVisible();
                Chromium.check(page, "away " + language);
                Chromium.picture(page, "away-" + language);
            } finally {
                store.transitionToClosedState();
            }
        }
    }

    /** What a new agent can see and press, in both languages, on a desk and on a phone: nothing else is used. */
    @ParameterizedTest
    @CsvSource({"en-GB, 1280", "zh-CN, 390"})
    void shouldLeadANewAgentFromTheSignInToResolvingTheThirdMostUrgentTicket(String language, int width) {
        try (BrowserContext context = context(language, width)) {
            Page page = signedIn(context, "bo");
            page.locator("#view-open").click();
            page.waitForURL(url -> url.contains("state=OPEN"));
            Locator third =
                    page.locator("section[aria-labelledby=all-title] li.ticket").nth(2);
            String id = third.getAttribute("data-id");
            third.locator("a.open").click();
            page.waitForURL(url -> url.endsWith("/tickets/" + id));
            assertThat(page.locator("#headline .countdown .label")).not().isEmpty();

            page.locator("#do-claim").click();
            assertThat(toast(page).locator(".good")).isVisible();
            assertThat(page.locator("#doing")).hasAttribute("data-mine", "true");
            page.locator("#note").fill("Will be sent again tomorrow. 明天重发。");
            page.locator("#do-resolve").click();

            assertThat(page.locator("#doing")).hasAttribute("data-state", "RESOLVED");
            assertThat(page.locator(".history-resolved .note")).hasText("Will be sent again tomorrow. 明天重发。");
            assertThat(page.locator("#note")).hasValue("");
            assertThat(state(id)).isEqualTo("RESOLVED");
            page.locator("a[aria-keyshortcuts=q]").click();
            page.waitForURL(address("/"));
            assertThat(row(page, id)).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 1280, customer-5", "zh-CN, 390, customer-6"})
    void shouldShowWhatATicketStandsOn(String language, int width, String customer) {
        String id = "why-" + customer;
        open(id, customer, "Why", Severity.NORMAL, now().minus(Duration.ofHours(30)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/" + id).statusCode() == 200);
        Instant before = Instant.parse(ticket(id).get("dueAt").stringValue());
        grade(customer, Tier.A, 2, new BigDecimal("82.50"), now());
        Awaitility.await().until(() -> ticket(id).get("tier").stringValue().equals("A"));
        Instant after = Instant.parse(ticket(id).get("dueAt").stringValue());
        assertThat(after).isBefore(before);
        try (BrowserContext context = context(language, width)) {
            Page page = signedIn(context, "mei");
            page.navigate(address("/tickets/" + id));

            Locator grade = page.locator("section.grade");
            for (String figure : List.of("41.25", "82.5", "80", "60")) {
                assertThat(grade.locator("p").nth(0)).containsText(figure);
            }
            assertThat(grade.locator("tbody tr")).hasCount(3);
            assertThat(grade.locator("tbody tr").nth(0)).containsText("100");
            assertThat(grade.locator("tbody tr").nth(1)).containsText("21");
            assertThat(grade.locator("tbody tr").nth(2).locator("td").last()).hasText("–");
            assertThat(page.locator("#customer-link")).isVisible();
            assertThat(page.locator("#other-0")).isVisible();
            assertThat(page.locator("section[aria-labelledby=others-title] li"))
                    .not()
                    .hasCount(0);
            Locator moved = page.locator(".history-reprioritised").first();
            assertThat(moved.locator("time").nth(1)).hasAttribute("datetime", before.toString());
            assertThat(moved.locator("time").nth(2)).hasAttribute("datetime", after.toString());
            assertThat(moved.locator("[data-between]")).not().isEmpty();
            assertThat(page.locator("#place-title")).isVisible();
        }
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 1280", "zh-CN, 390"})
    void shouldPutBackReopenAndWithdrawOnceItIsConfirmed(String language, int width) {
        String id = "back-" + language;
        open(id, "customer-9", "Back and forth", Severity.CRITICAL, now().minus(Duration.ofDays(30)));
        Awaitility.await().until(() -> desk.get("/v1/tickets/" + id).statusCode() == 200);
        try (BrowserContext context = context(language, width)) {
            Page page = signedIn(context, "mei");
            page.navigate(address("/?q=" + id));
            row(page, id).locator("[data-act=claim]").click();
            assertThat(row(page, id)).hasAttribute("data-mine", "true");
            row(page, id).locator("[data-more]").click();
            page.locator("#more #do-release").click();
            assertThat(row(page, id)).hasAttribute("data-state", "OPEN");
            assertThat(ticket(id).has("assignee")).isFalse();

            act(id, "resolve", "bo", "{}");
            page.navigate(address("/tickets/" + id));
            page.locator("#do-reopen").click();
            assertThat(page.locator("#doing")).hasAttribute("data-state", "OPEN");

            page.onceDialog(Dialog::dismiss);
            page.locator("#do-withdraw").click();
            assertThat(page.locator("#doing")).hasAttribute("data-state", "OPEN");
            assertThat(state(id)).isEqualTo("OPEN");
            page.onceDialog(Dialog::accept);
            page.locator("#do-withdraw").click();
            assertThat(page.locator("#doing")).hasAttribute("data-state", "WITHDRAWN");
            assertThat(state(id)).isEqualTo("WITHDRAWN");
        }
    }

    @Test
    void shouldWriteDatesAsTheRegionDoes() {
        try (BrowserContext context = context("en-GB", 1280)) {
            Page page = signedIn(context, "ops");
            assertThat(page.locator("li.ticket .countdown time").first())
                    .containsText(Pattern.compile("^\\d{1,2} \\w+ \\d{4}"));
            assertThat(page.locator("#next")).hasCount(0);
        }
        try (BrowserContext context = context("en-US", 1280)) {
            Page page = signedIn(context, "ops");
            assertThat(page.locator("li.ticket .countdown time").first())
                    .containsText(Pattern.compile("^\\w+ \\d{1,2}, \\d{4}"));
            page.navigate(address("/?lang=zh"));
            assertThat(page.locator("li.ticket .countdown time").first()).containsText("年");
            page.navigate(address("/?lang=en"));
            assertThat(page.locator("html")).hasAttribute("lang", "en-US");
        }
    }
}
