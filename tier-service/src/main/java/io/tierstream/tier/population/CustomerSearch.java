package io.tierstream.tier.population;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks for words in ids and names: each must begin a word there, or stand anywhere in Chinese, Japanese or Korean text,
 * which has no spaces. A plain scan over bytes: no regular expression comes from a user.
 */
final class CustomerSearch {

    private static final int MOST_WORDS = 8;

    private final byte[][] words;

    private CustomerSearch(byte[][] words) {
        this.words = words;
    }

    /** The search for a text as somebody typed it; null when it asks for nothing. */
    static @Nullable CustomerSearch of(@Nullable String text) {
        List<String> words = text == null
                ? List.of()
                : Arrays.stream(fold(text).strip().split("\\s+", MOST_WORDS + 1))
                        .filter(word -> !word.isEmpty())
                        .limit(MOST_WORDS)
                        .toList();
        return words.isEmpty()
                ? null
                : new CustomerSearch(words.stream()
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    boolean matches(byte[] id, byte[] name) {
        for (byte[] word : words) {
            if (!contains(id, word) && !contains(name, word)) {
                return false;
            }
        }
        return true;
    }

    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Compares as if both were in lower case, byte by byte: the order of code points. */
    static int compareFolded(byte[] one, byte[] other) {
        int length = Math.min(one.length, other.length);
        for (int i = 0; i < length; i++) {
            int difference = (lower(one[i]) & 0xff) - (lower(other[i]) & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return one.length - other.length;
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int from = 0; from + word.length <= text.length; from++) {
            if (startsWord(text, from) && startsWith(text, from, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] text, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (lower(text[from + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** At the beginning, behind what is no letter or digit, or at a character of three bytes and more. */
    private static boolean startsWord(byte[] text, int at) {
        return at == 0 || (text[at] & 0xff) >= 0xE2 || isSeparator(text[at - 1]);
    }

    private static boolean isSeparator(byte b) {
        return b >= 0 && !Character.isLetterOrDigit(b);
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
