package io.tierstream.oracle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares records component by component, numbers by value: 10 is 10.00. */
public final class Differences {

    private Differences() {}

    /** What differs between two records of one type, as {@code component: expected … but was …}; empty when nothing does. */
    public static List<String> between(Record expected, Record actual) {
        List<String> differences = new ArrayList<>();
        if (expected.getClass() != actual.getClass()) {
            return List.of("expected a " + expected.getClass() + " but was a " + actual.getClass());
        }
        for (RecordComponent component : expected.getClass().getRecordComponents()) {
            Object one = valueOf(component, expected);
            Object other = valueOf(component, actual);
            if (!same(one, other)) {
                differences.add(component.getName() + ": expected " + one + " but was " + other);
            }
        }
        return differences;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof BigDecimal decimal && other instanceof BigDecimal otherDecimal) {
            return decimal.compareTo(otherDecimal) == 0;
        }
        if (one instanceof Record record && other instanceof Record otherRecord) {
            return between(record, otherRecord).isEmpty();
        }
        return Objects.equals(one, other);
    }

    private static @Nullable Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }
}
