package io.tierstream.ingest.files;

import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.util.regex.Pattern;

/** Cells for spreadsheets: whatever is in them, none becomes a formula, and none becomes two. */
final class Cells {

    private static final int LONGEST = 300;
    private static final Pattern FORMULA = Pattern.compile("[\\t\\r\\n]|[\\s\\p{Cf}]*+[=+\\-@＝＋－＠]");
    private static final Pattern TELLING = Pattern.compile("[;\\t|]");

    private Cells() {}

    /** The text, shortened, with an apostrophe before what a spreadsheet would take for a formula. */
    static String harmless(String cell) {
        String shortened = cell.length() > LONGEST ? cell.substring(0, LONGEST) + "…" : cell;
        return FORMULA.matcher(cell).lookingAt() ? "'" + shortened : shortened;
    }

    /** Quotes what other spreadsheets would separate at, beyond what has to be quoted. */
    static QuoteStrategy quotes() {
        return new QuoteStrategy() {
            @Override
            public boolean quoteValue(int line, int field, String value) {
                return TELLING.matcher(value).find();
            }
        };
    }
}
