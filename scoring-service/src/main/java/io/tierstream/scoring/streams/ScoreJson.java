package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventTypes;
import io.tierstream.scoring.domain.Figures;
import io.tierstream.scoring.domain.Flag;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.Score;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data of {@value EventTypes#CUSTOMER_SCORED}, byte for byte what {@link ScoreTranslator} and the contract's
 * mapper would make of it, in a quarter of the time: it is the most frequent thing that this service says. Not for several
 * threads at once.
 */
final class ScoreJson {

    /** Digits that always fit into a long. */
    private static final int LONG_DIGITS = 18;

    private final BinaryWriter out = new BinaryWriter();
    private final byte[] digits = new byte[24];
    private boolean first;

    /** @param currency an ISO 4217 code */
    byte[] write(String customerId, long version, Score score, String currency) {
        out.clear();
        Figures it = score.figures();
        OrderFigures orders = it.orders();
        begin("{");
        text("customerId", customerId);
        day("asOf", it.asOf());
        number("version", version);
        text("currency", currency);
        name("metrics");
        begin("{");
        money("orderAmount", it.orderAmount());
        name("quantity");
        decimal(orders.quantity(), true);
        number("orderCount", orders.orders());
        money("grossOrderAmount", orders.gross());
        money("cancelledAmount", orders.cancelled());
        money("returnedAmount", orders.returned());
        money("profit", it.profit());
        share("profitCoverage", it.profitCoverage());
        money("previousOrderAmount", it.previousOrderAmount());
        share("growth", it.growth());
        share("averageDaysLate", it.averageDaysLate());
        if (it.maxDaysLate() != null) {
            number("maxDaysLate", it.maxDaysLate());
        }
        share("onTimeShare", it.onTimeShare());
        money("overdueAmount", it.overdueAmount());
        day("overdueSince", it.overdueSince());
        number("complaintCount", it.complaintCount());
        number("openComplaints", it.openComplaints());
        day("firstOrderDay", it.firstOrderDay());
        day("lastOrderDay", it.lastOrderDay());
        share("largestOrderShare", it.largestOrderShare());
        end("}");
        name("criteria");
        begin("{");
        share("credit", score.credit());
        share("volume", score.volume());
        share("profit", score.profit());
        share("prospect", score.prospect());
        end("}");
        name("flags");
        begin("[");
        for (Flag flag : score.flags()) {
            comma();
            quoted(ScoreTranslator.flag(flag).name());
        }
        end("]");
        number("scorecardVersion", score.scorecardVersion());
        end("}");
        return out.toBytes();
    }

    private void begin(String bracket) {
        ascii(bracket);
        first = true;
    }

    private void end(String bracket) {
        ascii(bracket);
        first = false;
    }

    private void comma() {
        if (!first) {
            out.put(',');
        }
        first = false;
    }

    private void name(String name) {
        comma();
        quoted(name);
        out.put(':');
    }

    private void text(String name, String value) {
        name(name);
        quoted(value);
    }

    private void number(String name, long value) {
        name(name);
        unscaled(value, 0);
    }

    private void share(String name, @Nullable BigDecimal value) {
        if (value != null) {
            name(name);
            decimal(value, false);
        }
    }

    private void money(String name, BigDecimal value) {
        name(name);
        out.put('"');
        decimal(value, true);
        out.put('"');
    }

    private void day(String name, @Nullable Integer epochDay) {
        if (epochDay == null) {
            return;
        }
        name(name);
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        if (day.getYear() < 1000 || day.getYear() > 9999) {
            quoted(day.toString());
            return;
        }
        out.put('"');
        unscaled(day.getYear(), 0);
        twoDigits(day.getMonthValue());
        twoDigits(day.getDayOfMonth());
        out.put('"');
    }

    private void twoDigits(int value) {
        out.put('-').put('0' + value / 10).put('0' + value % 10);
    }

    /** @param shortest without zeros at the end of the decimals */
    private void decimal(BigDecimal value, boolean shortest) {
        if (value.precision() > LONG_DIGITS || value.scale() < 0) {
            ascii((shortest ? ScoreTranslator.plain(value) : value).toPlainString());
            return;
        }
        long unscaled = value.unscaledValue().longValue();
        int scale = value.scale();
        while (shortest && scale > 0 && unscaled % 10 == 0) {
            unscaled /= 10;
            scale--;
        }
        unscaled(unscaled, scale);
    }

    private void unscaled(long value, int scale) {
        int at = digits.length;
        long rest = Math.abs(value);
        for (int written = 0; rest > 0 || written <= scale; written++) {
            if (written == scale && scale > 0) {
                digits[--at] = '.';
            }
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (value < 0) {
            out.put('-');
        }
        out.putRaw(digits, at, digits.length);
    }

    /** Names, ids, currencies and codes have nothing that JSON escapes. */
    private void quoted(String text) {
        out.put('"');
        ascii(text);
        out.put('"');
    }

    private void ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.putRaw(bytes, 0, bytes.length);
    }
}
