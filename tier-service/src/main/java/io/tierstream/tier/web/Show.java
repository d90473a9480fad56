package io.tierstream.tier.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** Figures as a reader writes them: in the chosen language, with the numbers and dates of the browser's region. */
record Show(Locale locale, MessageSource messages) {

    private static final String NOTHING = "–";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What scripts of the page format by, as a BCP 47 tag. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** A number with the decimals that it has, at most four. */
    public String number(@Nullable Number value) {
        return value == null ? NOTHING : numbers(0, 4).format(value);
    }

    /** A number in a sentence: one decimal at most. */
    public String roughly(@Nullable BigDecimal value) {
        return value == null ? NOTHING : numbers(0, 1).format(value);
    }

    /** Points and composites: two decimals. */
    public String points(@Nullable BigDecimal value) {
        return value == null ? NOTHING : numbers(2, 2).format(value);
    }

    /** An amount of money: two decimals at least, four at most. */
    public String money(@Nullable BigDecimal value) {
        return value == null ? NOTHING : numbers(2, 4).format(value);
    }

    /** A share, 0.25 as 25 %. */
    public String percent(@Nullable BigDecimal share) {
        return share == null ? NOTHING : percentOf(share.multiply(HUNDRED));
    }

    /** A figure in percent, 25 as 25 %; two decimals at most, which is all that shares and weights have. */
    public String percentOf(@Nullable BigDecimal percent) {
        return percent == null ? NOTHING : numbers(0, 2).format(percent) + "\u00a0%";
    }

    /** How much of a whole, in percent with one decimal; nothing of nothing is nothing. */
    public String share(long part, long whole) {
        return percentOf(
                whole == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(part)
                                .multiply(HUNDRED)
                                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP));
    }

    public String day(@Nullable LocalDate value) {
        return value == null
                ? NOTHING
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(value);
    }

    /** A duration in days when it is whole days, in hours when whole hours, otherwise as ISO 8601. */
    public String duration(Duration value) {
        if (value.toDays() > 0 && value.equals(Duration.ofDays(value.toDays()))) {
            return say("duration.days", value.toDays());
        }
        return value.equals(Duration.ofHours(value.toHours()))
                ? say("duration.hours", value.toHours())
                : value.toString();
    }

    /** A text of the page's language. */
    public String say(String key, Object... values) {
        return messages.getMessage(key, values, locale);
    }

    private NumberFormat numbers(int least, int most) {
        NumberFormat numbers = NumberFormat.getInstance(locale);
        numbers.setMinimumFractionDigits(least);
        numbers.setMaximumFractionDigits(most);
        numbers.setRoundingMode(RoundingMode.HALF_UP);
        return numbers;
    }
}
