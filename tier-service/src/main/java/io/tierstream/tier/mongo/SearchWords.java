package io.tierstream.tier.mongo;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words by which a customer is found: each word of id and name in lower case, and each place inside Chinese,
 * Japanese or Korean text, where words have no spaces. A search matches from the start of a word, so that an index
 * serves it and no regular expression comes from a user.
 */
final class SearchWords {

    private static final int MOST_WORDS = 40;
    private static final int LONGEST_WORD = 64;

    private SearchWords() {}

    static List<String> of(String customerId, @Nullable String name) {
        Set<String> words = new LinkedHashSet<>();
        words.add(cut(fold(customerId)));
        words.addAll(split(customerId));
        if (name != null) {
            for (String word : split(name)) {
                for (int at = 0; at < word.length(); at = word.offsetByCodePoints(at, 1)) {
                    if (at == 0 || Character.isIdeographic(word.codePointAt(at))) {
                        words.add(word.substring(at));
                    }
                }
            }
        }
        return words.stream().limit(MOST_WORDS).toList();
    }

    /** The words of a search, each of which must begin a word of the customer; empty when there is nothing to look for. */
    static List<String> ofSearch(String text) {
        String whole = fold(text.strip());
        if (whole.isEmpty()) {
            return List.of();
        }
        // An id is looked for as a whole, punctuation included.
        return whole.chars().anyMatch(Character::isWhitespace)
                ? split(text).stream().limit(8).toList()
                : List.of(cut(whole));
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (String word : fold(text).split("[\\s\\p{Punct}]+", -1)) {
            if (!word.isEmpty()) {
                words.add(cut(word));
            }
        }
        return words;
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String cut(String word) {
        return word.length() <= LONGEST_WORD ? word : word.substring(0, LONGEST_WORD);
    }
}
