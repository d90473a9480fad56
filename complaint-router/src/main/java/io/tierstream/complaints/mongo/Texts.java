package io.tierstream.complaints.mongo;

import java.util.Optional;
import java.util.regex.Pattern;

/** How the store is searched for what people write. */
final class Texts {

    private Texts() {}

    /** What finds this text anywhere, in upper or lower case; empty if no stored text can have it. */
    static Optional<Pattern> pattern(String text) {
        // No pattern can say this character, and no text has it.
        return text.indexOf('\0') >= 0
                ? Optional.empty()
                : Optional.of(Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE));
    }
}
