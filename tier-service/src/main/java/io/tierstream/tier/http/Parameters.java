package io.tierstream.tier.http;

import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.report.MoverOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and says what would be right when they are wrong. */
final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int HIGHEST_LIMIT = 1000;

    /** RFC 3339 knows no later one. */
    private static final int LAST_YEAR = 9999;

    private Parameters() {}

    static int limit(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= HIGHEST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw InvalidRequestException.parameter("limit", "RANGE", "Must be a number from 1 to " + HIGHEST_LIMIT + ".");
    }

    static Optional<Cursor> cursor(@Nullable String value, String order) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Cursor.decode(value, order)
                .orElseThrow(() -> InvalidRequestException.parameter(
                        "cursor", "UNKNOWN", "Must be the next of a page of the same list and order.")));
    }

    static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String value, Class<E> type) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(value))
                .findFirst()
                .orElseThrow(() -> InvalidRequestException.parameter(
                        name,
                        "UNKNOWN",
                        "Must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(Enum::name)
                                                .toList()) + "."));
    }

    static CustomerOrder order(@Nullable String value) {
        return value == null || value.isEmpty()
                ? CustomerOrder.COMPOSITE_DESCENDING
                : CustomerOrder.of(value)
                        .orElseThrow(() -> InvalidRequestException.parameter(
                                "sort",
                                "UNKNOWN",
                                "Must be one of "
                                        + Arrays.stream(CustomerOrder.values())
                                                .map(CustomerOrder::parameter)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    static MoverOrder movers(@Nullable String value) {
        return value == null || value.isEmpty()
                ? MoverOrder.CUSTOMER
                : MoverOrder.of(value)
                        .orElseThrow(() -> InvalidRequestException.parameter(
                                "sort",
                                "UNKNOWN",
                                "Must be one of "
                                        + Arrays.stream(MoverOrder.values())
                                                .map(MoverOrder::parameter)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    static @Nullable Instant instant(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            // A plus sign that was not encoded arrives as a space.
            OffsetDateTime time = OffsetDateTime.parse(value.replace(' ', '+'));
            if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException notATime) {
            // Said below.
        }
        throw InvalidRequestException.parameter(name, "NOT_A_TIME", "Must be a time such as 2026-11-22T10:00:00Z.");
    }
}
