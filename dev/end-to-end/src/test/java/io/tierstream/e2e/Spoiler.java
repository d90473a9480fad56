package io.tierstream.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Spoils what was good, at random from a seed: the same seed spoils the same way. For one thread. */
final class Spoiler {

    /** Where a customer's id belongs. It is no id itself, so that what spoils it makes no customer of somebody else. */
    static final String CUSTOMER = "#C#";

    private static final Pattern MADE_UP = Pattern.compile("(\"customerId\"\\s*:\\s*\")[A-Za-z0-9._:@+-]{1,128}(\")");

    /** Values that are JSON, and have no business where they are put. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-1",
            "0.00001",
            "1e400",
            "-1e400",
            "1E-400",
            "1e30",
            "0e-400000000",
            "0e400000000",
            "1e999999999",
            "1e-999999999",
            "0e-4000000000000",
            "1e99999999999999",
            "9".repeat(400),
            "9".repeat(2_000),
            "2147483648",
            "18446744073709551616",
            "1700000000",
            "1e18",
            "\"NaN\"",
            "\"1e5\"",
            "\"1,5\"",
            "\"\u0663\"",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0007b\\u007f\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\n\\r\\t\"",
            "\"\u202e\u0645\u0631\u062d\u0628\u0627\"",
            "\"\ufeff\u200b\"",
            "\"=1+1\"",
            "\"@SUM(A1)\"",
            "\"<script>alert(1)</script>\"",
            "\"${jndi:ldap://localhost/x}\"",
            "\"{{7*7}}\"",
            "\"../../etc/passwd\"",
            "\"' OR '1'='1\"",
            "\"$where\"",
            "\"" + "x".repeat(10_000) + "\"",
            "\"\ud834\udd1e\"",
            "\"2026-02-30\"",
            "\"2026-11-22\"",
            "\"0000-01-01\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"1800-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"2026-11-22T10:00:00+25:00\"",
            "\"Mars/Olympus\"",
            "\"P99999999999D\"",
            "\"PT-1S\"",
            "\"P1Y\"",
            "[]",
            "{}",
            "[null]",
            "[[[[]]]]",
            "{\"$gt\":\"\"}",
            "{\"a\":{\"b\":[1,2,{\"c\":null}]}}");

    /** What is no JSON at all. */
    private static final List<String> NONSENSE = List.of(
            "NaN",
            "-Infinity",
            "+1",
            "01",
            ".5",
            "1.",
            "0x10",
            "'text'",
            "undefined",
            "// comment\n1",
            "\"\u0007\"",
            "\"\\x\"",
            "\"\\ud8",
            "[".repeat(2_000),
            "{\"a\":".repeat(100),
            "\"",
            "}",
            "]");

    /** What stands in parameters, headers and parts of paths. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "1e9",
            "2147483648",
            "99999999999999999999",
            "null",
            "NaN",
            "true",
            "A,B",
            "a|b|c",
            "*",
            ".*",
            "(a+)+$",
            "\\Q\\E",
            "[",
            "\u0000",
            "a\u0000b",
            "\n",
            "x\r\nX-Evil: 1",
            "\u0007",
            "../..",
            "..\\..",
            "//x",
            ";jsessionid=1",
            "\u00e4\u00f6\u00fc",
            "\ud834\udd1e",
            "\u202e\u0645",
            "<script>alert(1)</script>",
            "' OR '1'='1",
            "{\"$gt\":\"\"}",
            "${7*7}",
            "=1+1",
            "2026-02-30",
            "2026-11-22",
            "2026-11-22T10:00:00Z",
            "0000-01-01",
            "+999999999-01-01T00:00:00Z",
            "-999999999-12-31T00:00:00Z",
            "-1000000000-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z",
            "x".repeat(300),
            "x".repeat(5_000));

    /** Ends of pages as the services write them, before they make them opaque. */
    private static final List<String> CURSORS = List.of(
            "-composite\u00010\u0001100\u0001c",
            "-orderAmount\u00010\u000112.50\u0001c",
            "name\u00010\u0001n\u0001c",
            "since\u00010\u00011700000000000\u0001c",
            "changes\u00015\u0001\u0001",
            "decidedAt\u00011700000000000\u0001\u0001c/1",
            "ordered\u00011700000000000\u0001\u0001x",
            "report:grading\u00010\u0001100\u0001c",
            "report:movers\u00010\u0001100\u0001c",
            "q|false|A|2026-11-22T10:00:00Z|HIGH|2026-11-22T10:00:00Z|c",
            "c|id",
            "50",
            "orders-dlt-0:5,payments-dlt-1:7");

    private final Random random;

    Spoiler(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Something hostile for a parameter, a header or a part of a path. */
    String text() {
        return oneIn(6) ? cursor() : oneOf(TEXTS);
    }

    private String cursor() {
        byte[] plain = oneOf(CURSORS).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(oneIn(3) ? plain : bytes(plain));
    }

    /** JSON that was spoilt in one to three ways, and mostly is still JSON. */
    String json(String good) {
        String json = good;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            json = switch (random.nextInt(10)) {
                case 0 -> withoutMember(json);
                case 1 -> memberTwice(json);
                case 2 -> renamed(json);
                case 3 -> withMember(json);
                case 4 -> retyped(json);
                default -> replaced(json, oneOf(VALUES));
            };
        }
        return json;
    }

    /** Like {@link #json}, and now and then no JSON any more, or no text. */
    byte[] document(String good) {
        String json = oneIn(8) ? good : json(good);
        if (oneIn(12)) {
            json = replaced(json, oneOf(NONSENSE));
        }
        byte[] bytes = json.getBytes(oneIn(40) ? charset() : StandardCharsets.UTF_8);
        return oneIn(4) ? bytes(bytes) : bytes;
    }

    Charset charset() {
        return oneOf(List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1));
    }

    /** Bytes flipped, cut off, doubled or put in. */
    byte[] bytes(byte[] good) {
        byte[] bytes = good;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            bytes = switch (random.nextInt(4)) {
                case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                case 1 -> twice(bytes);
                default -> flipped(bytes);
            };
        }
        return bytes;
    }

    private byte[] flipped(byte[] good) {
        byte[] bytes = good.clone();
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] twice(byte[] good) {
        int from = random.nextInt(good.length + 1);
        int to = from + random.nextInt(Math.min(good.length - from, 5_000) + 1);
        byte[] bytes = new byte[good.length + to - from];
        System.arraycopy(good, 0, bytes, 0, to);
        System.arraycopy(good, from, bytes, to, good.length - from);
        return bytes;
    }

    /** A byte array of so many random bytes. */
    byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Puts the customer's id where it belongs, and where spoiling has made one up. */
    static byte[] of(String customer, byte[] spoilt) {
        String text = new String(spoilt, StandardCharsets.ISO_8859_1);
        return MADE_UP.matcher(text.replace(CUSTOMER, customer))
                .replaceAll("$1" + customer + "$2")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    // --- members of JSON, found by looking for colons: what is hit is not always what was meant, which is as good
    // -----------------------------------------------------------------------------------------------------------

    private int colon(String json) {
        return json.indexOf("\":", random.nextInt(json.length() + 1)) + 1;
    }

    private static int endOfValue(String json, int colon) {
        boolean text = false;
        int depth = 0;
        for (int i = colon + 1; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                text = !text;
            } else if (!text && (c == '{' || c == '[')) {
                depth++;
            } else if (!text && (c == '}' || c == ']') && depth > 0) {
                depth--;
            } else if (!text && depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return i;
            }
        }
        return json.length();
    }

    private static int startOfName(String json, int colon) {
        return Math.max(0, json.lastIndexOf('"', colon - 2));
    }

    private String replaced(String json, String value) {
        int colon = colon(json);
        return colon == 0 ? value : json.substring(0, colon + 1) + value + json.substring(endOfValue(json, colon));
    }

    private String withoutMember(String json) {
        int colon = colon(json);
        if (colon == 0) {
            return json;
        }
        int start = startOfName(json, colon);
        int end = endOfValue(json, colon);
        boolean more = end < json.length() && json.charAt(end) == ',';
        boolean last = !more && start > 0 && json.charAt(start - 1) == ',';
        return json.substring(0, last ? start - 1 : start) + json.substring(more ? end + 1 : end);
    }

    private String memberTwice(String json) {
        int colon = colon(json);
        if (colon == 0) {
            return json;
        }
        int start = startOfName(json, colon);
        return json.substring(0, start) + json.substring(start, endOfValue(json, colon)) + "," + json.substring(start);
    }

    private String renamed(String json) {
        int colon = colon(json);
        return colon == 0
                ? json
                : json.substring(0, colon - 1)
                        + oneOf(List.of("x", " ", "\\u0000", "\u00e4", "~/"))
                        + json.substring(colon - 1);
    }

    private String withMember(String json) {
        int brace = json.indexOf('{', random.nextInt(json.length() + 1));
        String name = oneOf(List.of("x", "", "$set", "__proto__", "@class", "data_base64", "n".repeat(500)));
        return brace < 0
                ? json
                : json.substring(0, brace + 1) + '"' + name + "\":" + oneOf(VALUES) + "," + json.substring(brace + 1);
    }

    /** A number becomes a text, a text what stands in it. */
    private String retyped(String json) {
        int colon = colon(json);
        if (colon == 0) {
            return json;
        }
        int end = endOfValue(json, colon);
        String value = json.substring(colon + 1, end).strip();
        String other = value.startsWith("\"") && value.length() > 1
                ? value.substring(1, value.length() - 1)
                : '"' + value.replace("\"", "\\\"") + '"';
        return json.substring(0, colon + 1) + other + json.substring(end);
    }
}
