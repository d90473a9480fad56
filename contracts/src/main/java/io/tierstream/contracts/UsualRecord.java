package io.tierstream.contracts;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a binary-mode record as nearly every publisher writes it, read and written without the CloudEvents
 * SDK, which takes several times as long. Whatever is unusual is left to the SDK, so that both mean the same.
 *
 * @param subject absent when there is none
 */
record UsualRecord(
        String id,
        String source,
        String type,
        Instant time,
        @Nullable String subject) {

    private static final String CONTENT_TYPE = "content-type";
    private static final byte[] JSON = bytes("application/json");
    private static final String PREFIX = "ce_";
    private static final byte[] VERSION = bytes("1.0");
    private static final int MAX_KNOWN = 1_000;

    /** Longer sources are refused later, and are not to be remembered. */
    private static final int MAX_KNOWN_LENGTH = 512;

    /** Sources that were seen to be URI references; there are few, and to parse one is slow. */
    static final Set<String> KNOWN_SOURCES = ConcurrentHashMap.newKeySet();

    /** The headers that are written again and again: they are as good for all records. */
    private static final Map<String, Header> KNOWN_SOURCE_HEADERS = new ConcurrentHashMap<>();

    private static final Map<String, Header> KNOWN_TYPE_HEADERS = new ConcurrentHashMap<>();
    private static final Header VERSION_HEADER = new RecordHeader(PREFIX + "specversion", VERSION);
    private static final Header JSON_HEADER = new RecordHeader(CONTENT_TYPE, JSON);

    /** What is written together mostly has one time. */
    private static volatile TimeHeader latestTime = new TimeHeader(Instant.EPOCH, timeHeader(Instant.EPOCH));

    private record TimeHeader(Instant time, Header header) {}

    /** Absent when anything about the headers is unusual. */
    static @Nullable UsualRecord read(Headers headers) {
        boolean json = false;
        boolean version = false;
        String id = null;
        String source = null;
        String type = null;
        String subject = null;
        Instant time = null;
        for (Header header : headers) {
            String key = header.key();
            byte[] value = header.value();
            if (value == null || value.length == 0) {
                if (isOurs(key)) {
                    return null;
                }
                continue;
            }
            switch (key) {
                case CONTENT_TYPE -> {
                    if (json || !Arrays.equals(value, JSON)) {
                        return null;
                    }
                    json = true;
                }
                case "ce_specversion" -> {
                    if (version || !Arrays.equals(value, VERSION)) {
                        return null;
                    }
                    version = true;
                }
                case "ce_id" -> {
                    if (id != null) {
                        return null;
                    }
                    id = text(value);
                }
                case "ce_source" -> {
                    if (source != null) {
                        return null;
                    }
                    source = text(value);
                }
                case "ce_type" -> {
                    if (type != null) {
                        return null;
                    }
                    type = text(value);
                }
                case "ce_subject" -> {
                    if (subject != null) {
                        return null;
                    }
                    subject = text(value);
                }
                case "ce_time" -> {
                    if (time != null) {
                        return null;
                    }
                    time = time(value);
                    if (time == null) {
                        return null;
                    }
                }
                case "ce_traceparent", "ce_tracestate" -> {
                    // Who follows traces reads them; the event is the same with and without.
                }
                default -> {
                    if (isOurs(key)) {
                        return null;
                    }
                }
            }
        }
        return json && version && id != null && source != null && type != null && time != null && isUri(source)
                ? new UsualRecord(id, source, type, time, subject)
                : null;
    }

    private static boolean isOurs(String key) {
        return key.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || key.equalsIgnoreCase(CONTENT_TYPE);
    }

    private static boolean isUri(String source) {
        if (KNOWN_SOURCES.contains(source)) {
            return true;
        }
        try {
            if (!new URI(source).toString().equals(source)) {
                return false;
            }
        } catch (URISyntaxException e) {
            // The SDK says what is wrong with it.
            return false;
        }
        if (source.length() <= MAX_KNOWN_LENGTH && KNOWN_SOURCES.size() < MAX_KNOWN) {
            KNOWN_SOURCES.add(source);
        }
        return true;
    }

    /** {@code 2026-11-22T10:00:00Z} with or without a fraction; absent for any other form. */
    private static @Nullable Instant time(byte[] text) {
        int length = text.length;
        if (length < 20
                || length > 30
                || text[length - 1] != 'Z'
                || text[4] != '-'
                || text[7] != '-'
                || text[10] != 'T'
                || text[13] != ':'
                || text[16] != ':'
                || (length > 20 && (text[19] != '.' || length == 21))) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nano = 0;
        if (length > 20) {
            nano = number(text, 20, length - 1);
            for (int digits = length - 21; digits < 9 && nano > 0; digits++) {
                nano *= 10;
            }
        }
        boolean exists = year >= 1
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth())
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && nano >= 0;
        return exists
                ? Instant.ofEpochSecond(
                        LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second,
                        nano)
                : null;
    }

    /** A number of digits only, or −1. */
    private static int number(byte[] text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** The headers that say so. */
    Headers headers() {
        Header[] headers = new Header[subject == null ? 6 : 7];
        headers[0] = VERSION_HEADER;
        headers[1] = new RecordHeader(PREFIX + "id", bytes(id));
        headers[2] = known(PREFIX + "source", source, KNOWN_SOURCE_HEADERS);
        headers[3] = known(PREFIX + "type", type, KNOWN_TYPE_HEADERS);
        headers[4] = JSON_HEADER;
        headers[5] = known(time);
        if (subject != null) {
            headers[6] = new RecordHeader(PREFIX + "subject", bytes(subject));
        }
        return new RecordHeaders(headers);
    }

    private static Header known(Instant time) {
        TimeHeader known = latestTime;
        if (!known.time.equals(time)) {
            known = new TimeHeader(time, timeHeader(time));
            latestTime = known;
        }
        return known.header;
    }

    private static Header timeHeader(Instant time) {
        return new RecordHeader(PREFIX + "time", bytes(written(time)));
    }

    /** As the SDK writes it: seconds always, of the fraction what is needed. */
    private static String written(Instant time) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        pad(at.getYear(), 4, text);
        pad(at.getMonthValue(), 2, text.append('-'));
        pad(at.getDayOfMonth(), 2, text.append('-'));
        pad(at.getHour(), 2, text.append('T'));
        pad(at.getMinute(), 2, text.append(':'));
        pad(at.getSecond(), 2, text.append(':'));
        if (at.getNano() != 0) {
            pad(at.getNano(), 9, text.append('.'));
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
        return text.append('Z').toString();
    }

    private static void pad(int number, int digits, StringBuilder text) {
        for (int power = (int) Math.pow(10, digits - 1); power > 0; power /= 10) {
            text.append((char) ('0' + number / power % 10));
        }
    }

    private static Header known(String name, String text, Map<String, Header> knownHeaders) {
        Header known = knownHeaders.get(text);
        if (known == null) {
            known = new RecordHeader(name, bytes(text));
            if (knownHeaders.size() < MAX_KNOWN) {
                knownHeaders.put(text, known);
            }
        }
        return known;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
