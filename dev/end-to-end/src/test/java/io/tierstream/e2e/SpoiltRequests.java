package io.tierstream.e2e;

import io.tierstream.contracts.EventTypes;
import io.tierstream.local.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests to what the services offer beside the intake of events, each spoilt in its path, parameters, headers, method or
 * body. None of them can change settings that others rely on: what is ordered is about customers and tickets of this journey
 * alone, and bodies that could change a setting begin with something that is certainly refused.
 */
final class SpoiltRequests {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** What of a body stands before this is not spoilt. */
    private static final String KEPT = "\u2016";

    /**
     * A request as it would be right.
     *
     * @param path {@code {c}} is a customer and {@code {t}} a ticket of this journey, {@code {x}} anything hostile
     * @param query its parameters; each may be left out or spoilt
     * @param body JSON, or {@code name=value} pairs of a form
     */
    private record Target(
            Service service,
            String role,
            String method,
            String path,
            String query,
            @Nullable String body) {

        boolean isForm() {
            return body != null && !body.startsWith("{");
        }

        boolean isPage() {
            return !path.startsWith("/v1/");
        }
    }

    /** What is sent. */
    private record Spoilt(
            Target target, String method, String path, Map<String, String> headers, byte[] body, boolean anonymous) {}

    private static final String POLICY_REST = """
            "mode":"RATIO","shares":{"A":20,"B":30},"thresholds":{"A":80,"B":60},"demotionMargin":2,\
            "demotionGrace":"P30D","minimumDwell":"P0D","comment":"fuzz"}""";
    private static final String SLA_REST = """
            "tiers":{"A":"P3D","B":"P5D","C":"P5D"},"calendar":{"zone":"Asia/Shanghai","hoursPerDay":8,\
            "workingDays":["MONDAY"],"workingIntervals":[{"from":"09:00","to":"12:00"}],"holidays":["2026-10-01"],\
            "makeUpDays":["2026-10-10"]},"calendars":{"A":null},"promotionGrace":"PT8H","onDemotion":"follow",\
            "atRiskShare":0.25,"order":"tier-first","maximumWait":null}""";
    private static final String PAGE = "limit=5&cursor=";
    private static final String MOVE = "{\"note\":\"fuzz\",\"assignee\":\"fuzz\"}";

    private static final List<Target> TARGETS = new ArrayList<>();

    static {
        Service s = Service.INGEST;
        get(s, "publisher", "/v1/schemas/{x}", "");
        get(s, "publisher", "/v1/imports", PAGE);
        get(s, "publisher", "/v1/imports/{x}", "");
        get(s, "ops", "/v1/imports/{x}/rejects", "");
        get(s, "ops", "/v1/dead-letters", "topic=orders&reason=INVALID&" + PAGE);
        add(s, "ops", "POST", "/v1/dead-letters/{x}/replay", "", null);
        add(s, "publisher", "POST", "/v1/imports", "mapping=none&rebase=now", "{\"type\":1}");
        add(s, "publisher", "POST", "/v1/events", "partial=true", "{\"specversion\":\"1.0\"}");
        get(s, "publisher", "/sample", "type=" + EventTypes.ORDER_PLACED);
        add(s, "publisher", "POST", "/publish", "", "event={\"specversion\":\"1.0\"}");
        get(s, "ops", "/imports/{x}", "");
        get(s, "ops", "/actuator/{x}", "");
        add(s, "ops", "POST", "/dead-letters/{x}/replay", "", "x=1");

        s = Service.SCORING;
        get(s, "ops", "/v1/customers/{c}/metrics", "");
        get(s, "ops", "/v1/customers/{c}/metrics/orderAmount/evidence", PAGE);
        get(s, "ops", "/v1/customers/{c}/metrics/{x}/evidence", PAGE);
        get(s, "ops", "/v1/totals", "");
        get(s, "ops", "/v1/audits/{x}", "");
        get(s, "ops", "/actuator/{x}", "");
        add(
                s,
                "admin",
                "PUT",
                "/v1/scorecard",
                "",
                "{\"volumeMetric\":\"no-such-metric\"," + KEPT
                        + "\"credit\":[{\"x\":0,\"points\":100},{\"x\":15,\"points\":80}],\"profit\":[{\"x\":0,\"points\":0}]}");

        s = Service.TIERS;
        String report = "format=json&" + PAGE;
        get(s, "ops", "/v1/customers", "tier=A&flag=SLOW_PAYER&q=fuzz&sort=-composite&" + PAGE);
        get(s, "support", "/v1/customers/{c}", "");
        get(s, "ops", "/v1/customers/{c}/changes", PAGE);
        get(s, "ops", "/v1/customers/{c}/tier", "at=2026-11-22T10:00:00Z");
        add(
                s,
                "ops",
                "PUT",
                "/v1/customers/{c}/override",
                "",
                "{\"tier\":\"B\",\"reason\":\"fuzz\",\"until\":\"2099-01-01T00:00:00Z\"}");
        add(s, "ops", "DELETE", "/v1/customers/{c}/override", "", null);
        get(s, "ops", "/v1/commands/{x}", "");
        get(
                s,
                "ops",
                "/v1/tier-changes",
                "since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z&cause=SCORE&toTier=A&" + PAGE);
        get(s, "ops", "/v1/policies", PAGE);
        get(s, "ops", "/v1/policies/{x}", "");
        get(s, "ops", "/v1/policies/{x}/differences", "from=1");
        add(s, "ops", "POST", "/v1/policies", "", "{\"weights\":{\"credit\":101}," + KEPT + POLICY_REST);
        add(
                s,
                "ops",
                "POST",
                "/v1/policies/simulations",
                "sort=-change&" + report,
                "{\"weights\":{\"credit\":10,\"volume\":30,\"profit\":60,\"prospect\":0}," + POLICY_REST);
        add(s, "ops", "POST", "/v1/policies/{x}/simulations", "sort=-change&" + report, null);
        add(s, "ops", "POST", "/v1/policies/{x}/activate", "", "{\"comment\":\"fuzz\"}");
        add(s, "ops", "PUT", "/v1/shadow", "", "{\"policyVersion\":999999}");
        get(s, "ops", "/v1/shadow", PAGE);
        get(
                s,
                "ops",
                "/v1/audit",
                "kind=SET_OVERRIDE&by=ops&target=c&since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z&" + PAGE);
        get(s, "ops", "/v1/reports/grading", "tier=A&flag=SLOW_PAYER&q=x&accountManager=m&sort=name&" + report);
        get(s, "ops", "/v1/reports/grading", "format=xlsx&tier=A&sort=name");
        get(s, "ops", "/v1/reports/movers", "format=csv&kind=moved&from=2026-11-01&to=2026-11-22");
        get(s, "ops", "/v1/reports/concentration", "by=profit&" + report);
        get(s, "ops", "/v1/reports/migrations", "from=2026-11-01&to=2026-11-22&" + report);
        get(s, "ops", "/v1/reports/movers", "kind=moved&from=2026-11-01&to=2026-11-22&within=2&" + report);
        get(s, "ops", "/v1/reports/movers", "kind=near&within=2&" + report);
        get(s, "ops", "/v1/reports/visits", "tier=A&accountManager=m&overdue=true&" + report);
        get(s, "ops", "/v1/reports/portfolios", "managers=a,b&" + report);
        get(s, "ops", "/v1/reports/prospects", "grade=A&withoutOrder=true&" + report);
        add(
                s,
                "ops",
                "POST",
                "/v1/order-priorities",
                "",
                "{\"available\":100,\"orders\":[{\"orderId\":\"o\",\"customerId\":\"#C#\",\"promisedAt\":"
                        + "\"2026-11-25T00:00:00Z\",\"quantity\":70},{\"orderId\":\"p\",\"customerId\":\"x\","
                        + "\"promisedAt\":\"2026-11-26T00:00:00Z\",\"quantity\":\"40.5\"}]}");
        add(
                s,
                "ops",
                "POST",
                "/v1/visits",
                "",
                "{\"customerId\":\"#C#\",\"visitId\":\"#C#-v\",\"visitedBy\":\"fuzz\",\"at\":\"2026-11-20T10:00:00Z\","
                        + "\"note\":\"n\"}");
        add(
                s,
                "admin",
                "POST",
                "/v1/webhooks",
                "",
                "{\"types\":[\"no-such-type\"]," + KEPT + "\"url\":\"http://127.0.0.1:1/\"}");
        add(s, "admin", "POST", "/v1/webhooks", "", "{\"url\":\"http://127.0.0.1:1/\"," + KEPT + "\"types\":[\"x\"]}");
        add(s, "admin", "POST", "/v1/webhooks", "", "{\"url\":\"http://127.0.0.1:1/" + KEPT + "hook?x=1\"}");
        get(s, "ops", "/v1/webhooks/{x}", "");
        get(s, "ops", "/v1/webhooks/{x}/deliveries", "state=DELIVERED&limit=5");
        add(s, "admin", "POST", "/v1/webhooks/{x}/replay", "", "{\"since\":\"2026-11-01T00:00:00Z\"}");
        add(s, "admin", "POST", "/v1/webhooks/{x}/deliveries/{x}/replay", "", null);
        add(s, "admin", "DELETE", "/v1/webhooks/{x}", "", null);
        get(s, "ops", "/customers", "q=fuzz&tier=A&flag=SLOW_PAYER&sort=name&cursor=");
        get(s, "ops", "/customers/{c}", "");
        get(s, "ops", "/customers/{c}/then", "at=2026-11-22T10:00");
        get(s, "ops", "/customers/{c}/evidence/{x}", "cursor=");
        get(s, "ops", "/customers/{c}/evidence/orderAmount", "cursor=");
        add(s, "ops", "POST", "/customers/{c}/override", "", "action=set&tier=A&reason=fuzz&until=2099-01-01");
        get(s, "ops", "/reports/{x}", "");
        get(s, "ops", "/reports/movers", "kind=near&from=2026-11-01&to=2026-11-22&within=2&cursor=");
        get(s, "ops", "/policy/{x}", "activation=x");
        get(s, "ops", "/policy", "from=1&cursor=");
        add(
                s,
                "ops",
                "POST",
                "/policy/try",
                "",
                "credit=10&volume=30&profit=60&prospect=0&mode=RATIO&shareA=20&shareB=30&graceDays=30&sort=x&top=5");
        add(s, "ops", "POST", "/priorities", "", "available=100&lines=o;#C#;2026-11-25;70");
        add(s, "ops", "POST", "/priorities/file", "", "available=100&lines=o;#C#;2026-11-25;70&format=xlsx");
        add(s, "ops", "POST", "/visits", "", "customerId=#C#&day=2026-11-20&visitedBy=fuzz&note=n");
        get(s, "ops", "/audit", "kind=SET_OVERRIDE&by=ops&since=2026-11-01&cursor=");
        get(s, "admin", "/webhooks/{x}", "state=DELIVERED");

        s = Service.DESK;
        get(
                s,
                "support",
                "/v1/queue",
                "tier=A&assignee=fuzz&state=OPEN&state=RESOLVED&severity=high&urgency=at-risk&customer=c&q=fuzz&"
                        + PAGE);
        get(s, "support", "/v1/queue", "state=RESOLVED&q=fuzz&" + PAGE);
        get(s, "support", "/v1/tickets/{t}", "");
        for (String move : List.of("claim", "release", "assign", "wait", "resume", "resolve", "reopen", "notes")) {
            add(s, "support", "POST", "/v1/tickets/{t}/" + move, "", MOVE);
        }
        get(s, "support", "/v1/team", "hours=8");
        add(s, "admin", "PUT", "/v1/sla", "", "{\"no-such-setting\":1," + KEPT + SLA_REST);
        add(s, "ops", "POST", "/v1/sla/preview", "limit=5", "{" + SLA_REST);
        get(s, "support", "/v1/sla/history", PAGE);
        get(s, "support", "/v1/reports/complaint-delays", "from=2026-11-01&to=2026-11-22&by=agent&clock=sla&" + report);
        get(s, "support", "/v1/reports/complaint-delays", "format=xlsx&from=2026-11-01&by=category");
        get(s, "support", "/", "q=fuzz&tier=A&state=OPEN&assignee=x&cursor=");
        get(s, "support", "/desk/queue", "q=fuzz&tier=A&state=OPEN&urgency=x&cursor=");
        get(s, "support", "/tickets/{t}", "");
        get(s, "support", "/desk/tickets/{t}", "");
        get(s, "support", "/desk/team", "hours=8");
        add(s, "support", "POST", "/desk/tickets/{t}/claim", "", "version=1&note=n&to=fuzz&from=QUEUE&hours=8");
        add(s, "support", "POST", "/desk/tickets/{t}/undo", "", "version=1&from=QUEUE&hours=8");
        add(s, "support", "POST", "/desk/tickets/{t}/notes", "", "version=1&note=fuzz&from=TICKET");
        get(s, "support", "/reports/complaint-delays", "from=2026-11-01&to=2026-11-22&by=agent&clock=sla");
        add(s, "ops", "POST", "/sla/preview", "", "version=1&A.days=3&zone=UTC&promotionGrace=8&atRiskShare=25");
    }

    private static void get(Service service, String role, String path, String query) {
        add(service, role, "GET", path, query, null);
    }

    private static void add(
            Service service, String role, String method, String path, String query, @Nullable String body) {
        TARGETS.add(new Target(service, role, method, path, query, body));
    }

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Content-Encoding",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "Range",
            "Origin",
            "Cookie",
            "Authorization",
            "X-Agent",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-HTTP-Method-Override",
            "Forwarded",
            "HX-Request",
            "Last-Event-ID",
            "traceparent",
            "tracestate",
            "baggage");
    private static final List<String> HEADER_VALUES = List.of(
            "text/html",
            "application/xml",
            "image/*;q=2",
            "*/*;q=x",
            "zh-CN,en;q=0.x",
            "xx-" + "y".repeat(200),
            "gzip",
            "br, deflate",
            "*",
            "\"1\"",
            "W/\"9999999999999999999\"",
            "\"1",
            "bytes=0-,5-1",
            "null",
            "TIERSTREAM_DESK=x; TIERSTREAM_TIERS_FORM=y; TIERSTREAM_WANTED=%2F%2Fevil",
            "Bearer x.y.z",
            "Basic !!",
            "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff",
            "for=\"_x;y",
            "true",
            "0-5,1-x");
    private static final List<String> CONTENT_TYPES = List.of(
            "",
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=none",
            "application/problem+json",
            "application/xml",
            "text/plain",
            "text/csv;charset=\"",
            FORM,
            FORM + ";charset=x",
            "multipart/form-data",
            "multipart/form-data;boundary=x",
            "multipart/mixed",
            "a/b/c",
            "nonsense",
            "*/*",
            "text/*",
            "application/octet-stream");
    private static final List<String> METHODS = List.of("HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get");

    private final Spoiler spoiler;
    private final List<String> customers;
    private final List<String> tickets;

    SpoiltRequests(Spoiler spoiler, List<String> customers, List<String> tickets) {
        this.spoiler = spoiler;
        this.customers = customers;
        this.tickets = tickets;
    }

    /** What one request came to: the status, and what is wrong about the answer, if anything. */
    record Outcome(int status, @Nullable String wrong) {}

    /** Sends one spoilt request. */
    Outcome send() {
        Spoilt spoilt = next();
        return spoiler.oneIn(8) && !String.valueOf(spoilt.target().body()).contains(KEPT)
                ? raw(spoilt)
                : proper(spoilt);
    }

    private Spoilt next() {
        // Dead letters are read from Kafka each time they are asked for.
        Target target = spoiler.oneOf(TARGETS);
        while (target.path().equals("/v1/dead-letters") && !spoiler.oneIn(10)) {
            target = spoiler.oneOf(TARGETS);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (target.path().contains("{t}")) {
            headers.put("If-Match", "*");
            headers.put("X-Agent", "fuzz");
        }
        byte[] body = new byte[0];
        if (target.body() != null) {
            body = target.isForm() ? form(target.body()) : json(target.body());
            headers.put("Content-Type", target.isForm() ? FORM : "application/json");
        }
        if (spoiler.oneIn(12)) {
            headers.put("Content-Type", spoiler.oneOf(CONTENT_TYPES));
        }
        for (int i = spoiler.below(6) / 3; i > 0; i--) {
            headers.put(
                    spoiler.oneOf(HEADERS), spoiler.oneIn(3) ? inHeader(spoiler.text()) : spoiler.oneOf(HEADER_VALUES));
        }
        headers.values().removeIf(String::isEmpty);
        String method = spoiler.oneIn(25) ? spoiler.oneOf(METHODS) : target.method();
        return new Spoilt(
                target, method, path(target.path()) + query(target.query()), headers, body, spoiler.oneIn(30));
    }

    private byte[] json(String body) {
        int kept = body.indexOf(KEPT);
        String begin = kept < 0 ? "" : body.substring(0, kept);
        byte[] rest = Spoiler.of(spoiler.oneOf(customers), spoiler.document(body.substring(kept + 1)));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(begin.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(rest);
        return all.toByteArray();
    }

    private byte[] form(String pairs) {
        byte[] form = parameters(pairs)
                .replace(Api.encoded(Spoiler.CUSTOMER), spoiler.oneOf(customers))
                .getBytes(StandardCharsets.UTF_8);
        return spoiler.oneIn(10) ? spoiler.bytes(form) : form;
    }

    private String path(String path) {
        String found = path;
        while (found.contains("{x}")) {
            found = found.replaceFirst("\\{x}", Api.encoded(notEmpty(spoiler.text())));
        }
        return found.replace("{c}", spoiler.oneIn(3) ? Api.encoded(notEmpty(spoiler.text())) : spoiler.oneOf(customers))
                .replace("{t}", spoiler.oneIn(4) ? Api.encoded(notEmpty(spoiler.text())) : spoiler.oneOf(tickets));
    }

    /** A segment that is empty makes another path, and a number may be of a policy that there is. */
    private static String notEmpty(String text) {
        return text.isEmpty() || text.equals("0") ? "-" : text;
    }

    private String query(String query) {
        String parameters = parameters(query);
        if (spoiler.oneIn(15)) {
            parameters += spoiler.oneOf(List.of("&=", "&&&", "&a%5Bb%5D=1", "&lang=%00", "&limit=1&limit=2", "&x=%FF"));
        }
        return parameters.isEmpty() ? "" : "?" + parameters;
    }

    private String parameters(String good) {
        if (good.isEmpty()) {
            return "";
        }
        List<String> parameters = new ArrayList<>();
        for (String pair : good.split("&", -1)) {
            if (!spoiler.oneIn(3)) {
                int equals = pair.indexOf('=');
                String value = spoiler.oneIn(3) ? spoiler.text() : pair.substring(equals + 1);
                parameters.add(pair.substring(0, equals + 1) + Api.encoded(value));
            }
        }
        return String.join("&", parameters);
    }

    private static String inHeader(String text) {
        StringBuilder header = new StringBuilder();
        text.chars().filter(c -> c >= ' ' && c < 256 && c != 0x7f).forEach(c -> header.append((char) c));
        return header.toString();
    }

    /** As HTTP allows it: the answer must be of use. */
    private Outcome proper(Spoilt spoilt) {
        Target target = spoilt.target();
        Api api = spoilt.anonymous()
                ? new Api(Stack.running().address(target.service()), "")
                : Stack.api(target.service(), target.role());
        try {
            Answer answer = api.trySend(spoilt.method(), spoilt.path(), spoilt.headers(), spoilt.body());
            return new Outcome(answer.status(), isRight(spoilt, answer) ? null : said(spoilt) + " came to " + answer);
        } catch (IOException unanswered) {
            return new Outcome(RawHttp.SILENCE, said(spoilt) + " came to " + unanswered);
        }
    }

    private static boolean isRight(Spoilt spoilt, Answer answer) {
        if (answer.status() == 503) {
            // Says of itself that it comes back; the journey bounds how often.
            return answer.header("Retry-After").isPresent();
        }
        // Whoever asks for another form than JSON may get it, or none.
        boolean otherForm = spoilt.target().isPage() || spoilt.headers().containsKey("Accept");
        // What the server refuses before it knows whom it is for, such as %00 in a path or an endless address.
        boolean byServer = answer.status() == 400 && answer.body().contains("<title>HTTP Status 400");
        boolean bodiless = spoilt.method().equals("HEAD");
        return answer.status() < 400
                || (answer.status() < 500 && (otherForm || byServer || bodiless || isProblem(answer)));
    }

    /** Problem+json that says what is wrong. */
    static boolean isProblem(Answer answer) {
        return answer.header("Content-Type").orElse("").startsWith("application/problem+json")
                && (!answer.json().path("detail").asString("").isBlank()
                        || !answer.json().path("errors").isEmpty());
    }

    /** Beyond what HTTP allows: the server may close the connection, or refuse what it does not speak (501, 505). */
    private Outcome raw(Spoilt spoilt) {
        byte[] bytes = rawBytes(spoilt);
        URI address = Stack.running().address(spoilt.target().service());
        try {
            int status = RawHttp.send(address, bytes);
            boolean right = status < 500 || List.of(501, 503, 505).contains(status);
            return new Outcome(status, right ? null : "raw " + printable(bytes) + " came to " + status);
        } catch (IOException unanswered) {
            return new Outcome(RawHttp.SILENCE, "raw " + printable(bytes) + " came to " + unanswered);
        }
    }

    private byte[] rawBytes(Spoilt spoilt) {
        Target target = spoilt.target();
        String behind = spoiler.oneIn(4)
                ? spoiler.oneOf(List.of("%", "%zz", "?%zz=1", "&limit=%", "&partial=%zz", spoiler.text()))
                : "";
        String begin = spoilt.method() + " " + spoilt.path() + behind + " HTTP/1.1\r\nHost: "
                + (spoiler.oneIn(10) ? spoiler.text() : "localhost") + "\r\n";
        StringBuilder head = new StringBuilder("Connection: close\r\n");
        spoilt.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        switch (spoiler.below(8)) {
            case 0 -> head.append("Content-Length: ").append(spoiler.text()).append("\r\n");
            case 1 -> head.append("Transfer-Encoding: chunked\r\n");
            case 2 -> head.append("Transfer-Encoding: gzip, chunked\r\n");
            case 3 ->
                head.append("Content-Length: ").append(spoilt.body().length / 2).append("\r\n");
            case 4 -> head.append("X-Long: ").append("x".repeat(20_000)).append("\r\n");
            case 5 ->
                head.append(spoiler.text()).append(": ").append(spoiler.text()).append("\r\n");
            default ->
                head.append("Content-Length: ").append(spoilt.body().length).append("\r\n");
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        rest.writeBytes(spoilt.body());
        // The key stays as it is: wrong ones would slow down whoever comes from here.
        String key = "X-API-Key: " + Stack.running().credentials().key(target.role()) + "\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(perhapsSpoilt(begin.getBytes(StandardCharsets.UTF_8)));
        all.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(perhapsSpoilt(rest.toByteArray()));
        return all.toByteArray();
    }

    private byte[] perhapsSpoilt(byte[] bytes) {
        return spoiler.oneIn(3) ? spoiler.bytes(bytes) : bytes;
    }

    private static String said(Spoilt spoilt) {
        return (spoilt.anonymous() ? "anonymous " : "") + spoilt.headers() + " " + printable(spoilt.body());
    }

    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        byte[] shown = bytes.length > 3_000 ? Arrays.copyOf(bytes, 3_000) : bytes;
        for (byte b : shown) {
            int c = b & 0xff;
            text.append(c >= ' ' && c < 0x7f ? String.valueOf((char) c) : "\\x" + Integer.toHexString(c));
        }
        return text + (shown.length < bytes.length ? "… " + bytes.length + " bytes" : "");
    }
}
