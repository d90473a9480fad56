package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.TierServiceUnderTest;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;

/** Every figure of a page is the API's, written as the reader's region does, and adds up to its parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesAgreeIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ROW = Pattern.compile("<tr[^>]*>(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>", Pattern.DOTALL);
    private static final Pattern FACT = Pattern.compile("<dt[^>]*>(.*?)</dt>\\s*<dd[^>]*>(.*?)</dd>", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile("<table[^>]*>(.*?)</table>", Pattern.DOTALL);
    private static final Pattern BAND = Pattern.compile("<i data-tier=\"(.)\" data-counts=\"([0-9,]+)\"");

    private final String mark = newCustomer("Agreed").replace("-", "");

    /** A time in which one customer moved. */
    private String between = "";

    @Autowired
    MessageSource messages;

    @BeforeAll
    void customers() {
        for (int i = 0; i < 7; i++) {
            String customer = newCustomer("agreed");
            named(customer, mark + " " + i);
            publishScore(customer, 13 * i + ".50", 90 - 11 * i + ".25", Flag.ONE_OFF_BULK);
        }
        await().atMost(SOON)
                .until(() -> json(get("/v1/reports/grading?q=" + mark, OPS))
                                .get("items")
                                .size()
                        == 7);
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
        Instant graded = Clock.systemUTC().instant();
        String moved = json(get("/v1/customers?q=" + mark, OPS))
                .get("items")
                .get(0)
                .get("customerId")
                .stringValue();
        for (String tier : List.of("C", "B")) {
            send("PUT", "/v1/customers/" + moved + "/override", OPS, "{\"tier\":\"" + tier + "\",\"reason\":\"x\"}");
        }
        await().atMost(SOON).until(() -> {
            between = "from=" + graded + "&to=" + Clock.systemUTC().instant();
            return json(get("/v1/reports/movers?" + between, OPS)).get("items").size() == 1;
        });
    }

    /** What both say of one moment: the API says the same before and after the page. */
    private record Seen(JsonNode json, String page) {}

    @ParameterizedTest
    @CsvSource({
        "grading,       en-GB",
        "grading,       de-DE",
        "grading,       zh-CN",
        "concentration, en-GB",
        "concentration, zh-CN",
        "migrations,    en-GB",
        "movers,        zh-CN",
        "near,          en-GB",
        "near,          de-DE",
        "visits,        en-GB",
        "visits,        zh-CN",
        "portfolios,    en-GB",
        "prospects,     zh-CN",
    })
    void shouldShowInEveryReportWhatTheApiSays(String report, String region) {
        Seen seen = switch (report) {
            case "near" -> seen("/v1/reports/movers?kind=near&within=50", "/reports/near?within=50", region);
            case "migrations", "movers" ->
                seen("/v1/reports/" + report + "?" + between, "/reports/" + report + "?" + between, region);
            default -> seen("/v1/reports/" + report, "/reports/" + report, region);
        };
        Locale locale = writing(region);

        Map<String, String> facts = facts(seen.page());
        for (Map.Entry<String, JsonNode> field : seen.json().properties()) {
            JsonNode value = field.getValue();
            String fact = "report.fact." + field.getKey();
            if (value.isNumber() || isMoney(value)) {
                assertThat(facts).containsEntry(say(fact, locale), written(field.getKey(), value, locale));
            } else if (value.isArray() && !value.isEmpty() && !field.getKey().equals("items")) {
                List<List<String>> shown = table(seen.page(), say(fact, locale));
                assertThat(shown).as(field.getKey()).hasSize(value.size());
                for (int row = 0; row < shown.size(); row++) {
                    agree(
                            value.get(row),
                            value.get(row).propertyNames().stream().toList(),
                            shown.get(row),
                            locale);
                }
            }
        }
        JsonNode items = seen.json().get("items");
        List<String> columns = keys(lastHeaders(seen.page()), items, locale);
        List<List<String>> rows = items.isEmpty() ? List.of() : lastRows(seen.page());
        assertThat(rows).hasSize(items.size());
        for (int row = 0; row < rows.size(); row++) {
            agree(items.get(row), columns, rows.get(row), locale);
        }
    }

    /** The cells of a row, as far as their columns are figures, names or tiers. */
    private void agree(JsonNode item, List<String> columns, List<String> cells, Locale locale) {
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = item.path(columns.get(i));
            String written = written(columns.get(i), value, locale);
            if (written != null) {
                assertThat(cells.get(i)).as("%s of %s", columns.get(i), item).isEqualTo(written);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "zh-CN"})
    void shouldAddUpToItsParts(String region) {
        Seen seen = seen("/v1/reports/grading?limit=1000&q=" + mark, "/reports/grading?q=" + mark, region);
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal profit = BigDecimal.ZERO;
        for (JsonNode item : seen.json().get("items")) {
            amount = amount.add(new BigDecimal(item.get("orderAmount").stringValue()));
            profit = profit.add(new BigDecimal(item.get("profit").stringValue()));
        }
        long customers = 0;
        BigDecimal ofTiers = BigDecimal.ZERO;
        BigDecimal profitOfTiers = BigDecimal.ZERO;
        for (JsonNode tier : seen.json().get("tiers")) {
            customers += tier.get("customers").longValue();
            ofTiers = ofTiers.add(new BigDecimal(tier.get("orderAmount").stringValue()));
            profitOfTiers = profitOfTiers.add(new BigDecimal(tier.get("profit").stringValue()));
        }

        assertThat(customers)
                .isEqualTo(7)
                .isEqualTo(seen.json().get("customers").longValue());
        assertThat(ofTiers)
                .isEqualByComparingTo(amount)
                .isEqualByComparingTo(seen.json().get("orderAmount").stringValue());
        assertThat(profitOfTiers)
                .isEqualByComparingTo(profit)
                .isEqualByComparingTo(seen.json().get("profit").stringValue());
        assertThat(bands(seen.json())).hasSize(100);
        assertThat(bands(seen.json()).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de-DE", "zh-CN"})
    void shouldShowAtAGlanceWhatTheGradingReportSays(String region) {
        Locale locale = writing(region);
        await().atMost(SOON).untilAsserted(() -> {
            Seen seen = seen("/v1/reports/grading?limit=1", "/", region);
            NumberFormat numbers = NumberFormat.getInstance(locale);
            String text = text(seen.page());
            List<Integer> sum = new ArrayList<>(Collections.nCopies(100, 0));
            for (JsonNode tier : seen.json().get("tiers")) {
                String name = tier.get("tier").stringValue();
                assertThat(text)
                        .contains(name + " "
                                + numbers.format(tier.get("customers").longValue()) + " ");
                List<Integer> bands = bandsOfPage(seen.page(), name);
                for (int band = 0; band < 100; band++) {
                    sum.set(band, sum.get(band) + bands.get(band));
                }
                assertThat(bands(json(get("/v1/reports/grading?limit=1&tier=" + name, OPS))))
                        .isEqualTo(bands);
            }
            assertThat(sum).isEqualTo(bands(seen.json()));
            JsonNode cutOffs = json(get("/v1/cut-offs", OPS)).get("cutOffs");
            numbers.setMinimumFractionDigits(2);
            assertThat(text)
                    .contains(numbers.format(cutOffs.get("A").decimalValue()))
                    .contains(numbers.format(cutOffs.get("B").decimalValue()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de-DE", "zh-CN"})
    void shouldShowOfACustomerWhatTheApiSays(String region) {
        Locale locale = writing(region);
        String customer = json(get("/v1/customers?q=" + mark, OPS))
                .get("items")
                .get(3)
                .get("customerId")
                .stringValue();
        Seen seen = seen("/v1/customers/" + customer, "/customers/" + customer, region);
        Map<String, String> figures = facts(seen.page());
        JsonNode metrics = seen.json().get("metrics");

        assertThat(metrics.propertyNames()).hasSizeGreaterThan(12);
        for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
            String shown = figures.get(say("metric." + metric.getKey(), locale));
            JsonNode value = metric.getValue();
            String expected = switch (metric.getKey()) {
                case "growth", "profitCoverage", "onTimeShare", "largestOrderShare" ->
                    decimals(0, 2, locale).format(value.decimalValue().movePointRight(2)) + "\u00a0%";
                default -> written(metric.getKey(), value, locale);
            };
            assertThat(shown).as(metric.getKey()).isEqualTo(expected);
        }
        NumberFormat points = decimals(2, 2, locale);
        String text = text(seen.page());
        assertThat(text).contains(points.format(seen.json().get("composite").decimalValue()));
        BigDecimal contributions = BigDecimal.ZERO;
        for (JsonNode part : seen.json().get("criteria")) {
            if (part.has("contribution")) {
                contributions = contributions.add(part.get("contribution").decimalValue());
                assertThat(text)
                        .contains(points.format(part.get("points").decimalValue()))
                        .contains(decimals(0, 4, locale)
                                .format(part.get("contribution").decimalValue()));
            }
        }
        assertThat(contributions
                        .subtract(seen.json().get("composite").decimalValue())
                        .abs())
                .isLessThan(new BigDecimal("0.02"));
    }

    /** A language that no page speaks is answered in English, with the numbers and days of its region. */
    private static Locale writing(String region) {
        return Locale.forLanguageTag(region.replace("de-", "en-"));
    }

    private Seen seen(String api, String path, String region) {
        Seen[] seen = new Seen[1];
        await().atMost(SOON).until(() -> {
            JsonNode before = json(get(api, OPS));
            String page = send(request(path, OPS)
                            .header("Accept-Language", region)
                            .build())
                    .body();
            seen[0] = new Seen(json(get(api, OPS)), page);
            return seen[0].json().equals(before);
        });
        return seen[0];
    }

    /** As the page writes it; null where that is not told by the value alone: times, words of a language. */
    private static @Nullable String written(String key, JsonNode value, Locale locale) {
        if (value.isNumber()) {
            if (key.endsWith("Share")
                    || List.of("growth", "profitCoverage", "share").contains(key)) {
                NumberFormat percent = NumberFormat.getPercentInstance(locale);
                percent.setMaximumFractionDigits(2);
                return percent.format(value.decimalValue());
            }
            return decimals(0, 4, locale).format(value.decimalValue());
        }
        if (isMoney(value)) {
            return decimals(2, 4, locale).format(new BigDecimal(value.stringValue()));
        }
        if (value.isString() && value.stringValue().matches("\\d{4}-\\d{2}-\\d{2}")) {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                    .withLocale(locale)
                    .format(LocalDate.parse(value.stringValue()));
        }
        boolean asItIs = List.of("customerId", "name", "accountManager", "tier", "from", "to", "computedTier")
                .contains(key);
        return asItIs && value.isString() ? value.stringValue() : null;
    }

    private static boolean isMoney(JsonNode value) {
        return value.isString() && value.stringValue().matches("-?\\d+(\\.\\d{1,4})?");
    }

    private static NumberFormat decimals(int least, int most, Locale locale) {
        NumberFormat numbers = NumberFormat.getInstance(locale);
        numbers.setMinimumFractionDigits(least);
        numbers.setMaximumFractionDigits(most);
        return numbers;
    }

    private static List<Integer> bands(JsonNode grading) {
        return grading.get("distribution")
                .get("now")
                .valueStream()
                .map(JsonNode::intValue)
                .toList();
    }

    private static List<Integer> bandsOfPage(String page, String tier) {
        Matcher bands = BAND.matcher(page);
        while (bands.find()) {
            if (bands.group(1).equals(tier)) {
                return Arrays.stream(bands.group(2).split(","))
                        .map(Integer::valueOf)
                        .toList();
            }
        }
        throw new AssertionError("no histogram of " + tier);
    }

    /** The keys of the columns with these headers; only items' own keys count. */
    private List<String> keys(List<String> headers, JsonNode items, Locale locale) {
        Map<String, String> known = new HashMap<>();
        items.forEach(item -> item.propertyNames().forEach(key -> known.put(say("report.column." + key, locale), key)));
        return headers.stream().map(header -> known.getOrDefault(header, "")).toList();
    }

    private static Map<String, String> facts(String page) {
        Map<String, String> facts = new HashMap<>();
        Matcher matcher = FACT.matcher(page);
        while (matcher.find()) {
            facts.put(text(matcher.group(1)), text(matcher.group(2)));
        }
        return facts;
    }

    private static List<List<String>> table(String page, String caption) {
        Matcher tables = TABLE.matcher(page);
        while (tables.find()) {
            if (tables.group(1).contains("<caption class=\"caption-top\">" + caption + "<")) {
                return rows(tables.group(1));
            }
        }
        throw new AssertionError("no table " + caption);
    }

    private static List<List<String>> lastRows(String page) {
        return rows(lastTable(page));
    }

    private static List<String> lastHeaders(String page) {
        Matcher row = ROW.matcher(lastTable(page));
        return row.find() ? cells(row.group(1)) : List.of();
    }

    private static String lastTable(String page) {
        Matcher tables = TABLE.matcher(page);
        String last = "";
        while (tables.find()) {
            last = tables.group(1);
        }
        return last;
    }

    private static List<List<String>> rows(String table) {
        List<List<String>> rows = new ArrayList<>();
        Matcher row = ROW.matcher(table.substring(table.indexOf("<tbody")));
        while (row.find()) {
            rows.add(cells(row.group(1)));
        }
        return rows;
    }

    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        Matcher cell = CELL.matcher(row);
        while (cell.find()) {
            cells.add(text(cell.group(1)));
        }
        return cells;
    }

    /** What a person reads: non-breaking spaces within figures are kept. */
    private static String text(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .replaceAll("[ \\t\\r\\n]+", " ")
                .strip();
    }

    private String say(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
