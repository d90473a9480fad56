package io.tierstream.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that components of events keep, so that a record that exists is a valid one. All throw {@link
 * InvalidEventException}. The JSON Schemas say the same to publishers; a test holds both together.
 */
public final class Rules {

    /** Decimals that amounts and quantities may have. */
    public static final int MAX_DECIMALS = 4;

    private static final Instant FIRST_TIME = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private Rules() {}

    /** A component that must be there. */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidEventException(field, "is required");
        }
        return value;
    }

    /** A business id: 1–128 characters of ASCII letters, digits and {@code ._:@+-}. */
    public static String businessId(String field, @Nullable String given) {
        String id = required(field, given);
        if (id.isEmpty() || id.length() > 128) {
            throw new InvalidEventException(field, "must have 1 to 128 characters, has " + id.length());
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isIdCharacter(id.charAt(i))) {
                throw new InvalidEventException(
                        field, "may only have ASCII letters, digits and ._:@+- (position " + i + " has another)");
            }
        }
        return id;
    }

    /** Like {@link #businessId}, but may be absent. */
    public static @Nullable String optionalBusinessId(String field, @Nullable String id) {
        return id == null ? null : businessId(field, id);
    }

    private static boolean isIdCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '@'
                || c == '+'
                || c == '-';
    }

    /** An amount, cost or quantity ≥ 0 below 10^15 with at most four decimals, in its shortest form. */
    public static BigDecimal amount(String field, @Nullable BigDecimal amount) {
        BigDecimal plain = decimal(field, required(field, amount));
        if (plain.signum() < 0) {
            throw new InvalidEventException(field, "must not be negative");
        }
        return plain;
    }

    /** Like {@link #amount}, but may be absent. */
    public static @Nullable BigDecimal optionalAmount(String field, @Nullable BigDecimal amount) {
        return amount == null ? null : amount(field, amount);
    }

    /** Like {@link #amount}, but above 0. */
    public static BigDecimal positiveAmount(String field, @Nullable BigDecimal amount) {
        BigDecimal plain = amount(field, amount);
        if (plain.signum() == 0) {
            throw new InvalidEventException(field, "must be above 0");
        }
        return plain;
    }

    private static BigDecimal decimal(String field, BigDecimal value) {
        // The digits before the point are counted first: 1e999999999 must not be expanded.
        if (value.signum() != 0 && value.precision() - (long) value.scale() > 15) {
            throw new InvalidEventException(field, "must be below 10^15");
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > MAX_DECIMALS) {
            throw new InvalidEventException(field, "may have at most " + MAX_DECIMALS + " decimals");
        }
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** Points from 0 to 100 with at most four decimals. */
    public static BigDecimal points(String field, @Nullable BigDecimal points) {
        BigDecimal plain = amount(field, points);
        if (plain.compareTo(HUNDRED) > 0) {
            throw new InvalidEventException(field, "must be from 0 to 100");
        }
        return plain;
    }

    /** An ISO 4217 code, or absent. */
    public static @Nullable String optionalCurrency(String field, @Nullable String currency) {
        if (currency != null && !CURRENCY.matcher(currency).matches()) {
            throw new InvalidEventException(field, "must be an ISO 4217 code of three capital letters");
        }
        return currency;
    }

    /** A time from the year 1900 to 9999, cut off to milliseconds, which every store can hold. */
    public static Instant time(String field, @Nullable Instant given) {
        Instant time = required(field, given);
        if (time.isBefore(FIRST_TIME) || !time.isBefore(END_OF_TIME)) {
            throw new InvalidEventException(field, "must be from the year 1900 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A day from the year 1900 to 9999. */
    public static LocalDate day(String field, @Nullable LocalDate given) {
        LocalDate day = required(field, given);
        if (day.getYear() < 1900 || day.getYear() > 9999) {
            throw new InvalidEventException(field, "must be from the year 1900 to 9999");
        }
        return day;
    }

    /** Like {@link #day}, but may be absent. */
    public static @Nullable LocalDate optionalDay(String field, @Nullable LocalDate day) {
        return day == null ? null : day(field, day);
    }

    /**
     * Text of 1 to {@code max} characters, not blank, without control characters other than line breaks and tabs,
     * and without halves of characters, which no encoding keeps.
     */
    public static String text(String field, @Nullable String given, int max) {
        String text = required(field, given);
        if (text.isBlank()) {
            throw new InvalidEventException(field, "must not be empty");
        }
        if (text.length() > max) {
            throw new InvalidEventException(field, "must have at most " + max + " characters, has " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
                throw new InvalidEventException(field, "has a control character at position " + i);
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidEventException(field, "has half a character (a lone surrogate) at position " + i);
            }
        }
        return text;
    }

    /** Like {@link #text}, but may be absent; an empty text counts as absent. */
    public static @Nullable String optionalText(String field, @Nullable String text, int max) {
        return text == null || text.isEmpty() ? null : text(field, text, max);
    }
}
