package io.tierstream.scoring.streams;

import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.ScoringRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings that are inside what is stored: sums, days and what the ledger still has. Counted on under others, every
 * figure would be wrong, because each event takes away what entries added before by what they would add now.
 *
 * @param window days
 * @param returnHorizon days
 * @param timeZone as an offset where it is no more than that, so that {@code UTC} and {@code Z} are the same
 */
public record CountingSettings(
        int window, int returnHorizon, Set<LateReason> excusedReasons, String timeZone, String baseCurrency) {

    /** Reasons have one order, so that equal settings are written alike. */
    public CountingSettings {
        excusedReasons = Collections.unmodifiableSet(new TreeSet<>(excusedReasons));
    }

    static CountingSettings of(ScoringProperties properties) {
        ScoringRules rules = properties.rules();
        return new CountingSettings(
                rules.window(),
                rules.returnHorizon(),
                rules.excused(),
                properties.timeZone().normalized().getId(),
                properties.baseCurrency());
    }

    /** What is another than here, one setting each. */
    List<String> differences(CountingSettings configured) {
        List<String> found = new ArrayList<>();
        compare("tierstream.window", days(window), days(configured.window), found);
        compare("tierstream.scoring.return-horizon", days(returnHorizon), days(configured.returnHorizon), found);
        compare("tierstream.scoring.excused-reasons", excusedReasons, configured.excusedReasons, found);
        compare("tierstream.time-zone", timeZone, configured.timeZone, found);
        compare("tierstream.base-currency", baseCurrency, configured.baseCurrency, found);
        return found;
    }

    private static void compare(String setting, Object counted, Object configured, List<String> found) {
        if (!Objects.equals(counted, configured)) {
            found.add(setting + " was " + counted + " and is " + configured);
        }
    }

    private static String days(int days) {
        return "P" + days + "D";
    }
}
