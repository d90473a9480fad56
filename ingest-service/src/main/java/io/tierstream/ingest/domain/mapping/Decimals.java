package io.tierstream.ingest.domain.mapping;

import java.math.BigDecimal;
import java.util.Optional;

/** Plain decimal numbers of cells, such as {@code -12.50}: no exponent, no thousands separators, at most 40 characters. */
final class Decimals {

    private static final int LONGEST = 40;

    private Decimals() {}

    static Optional<BigDecimal> parse(String cell) {
        if (cell.isEmpty() || cell.length() > LONGEST) {
            return Optional.empty();
        }
        int digits = 0;
        int points = 0;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.') {
                points++;
            } else if (i > 0 || (c != '-' && c != '+')) {
                return Optional.empty();
            }
        }
        return digits > 0 && points <= 1 ? Optional.of(new BigDecimal(cell)) : Optional.empty();
    }
}
