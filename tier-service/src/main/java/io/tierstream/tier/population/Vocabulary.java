package io.tierstream.tier.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts of which many rows have the same. */
final class Vocabulary {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private int[] values = new int[0];

    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    void set(int row, @Nullable String word) {
        if (word == null) {
            values[row] = 0;
        } else {
            values[row] = numbers.computeIfAbsent(word, added -> {
                words.add(added);
                return words.size();
            });
        }
    }

    @Nullable String get(int row) {
        return values[row] == 0 ? null : words.get(values[row] - 1);
    }
}
