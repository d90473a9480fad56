package io.tierstream.tier.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tierstream.tier.http.PrioritisingOrders.OrderLine;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Orders as people paste them: a line each with order, customer, promised time and quantity, separated by tabs, semicolons
 * or commas, as spreadsheets copy and save them; a line of headers may come first.
 *
 * @param numbers of the line that each order stands in
 * @param wrong what is not understood
 */
record OrderLines(List<OrderLine> orders, List<Long> numbers, List<Wrong> wrong) {

    private static final int FIELDS = 4;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}([.,]\\d{1,4})?");

    /** A line that is not understood; {@code what} is a message's name. */
    record Wrong(long line, String what, String text) {}

    /**
     * Reads them.
     *
     * @param zone of days, and of times without an offset
     */
    static OrderLines read(String text, ZoneId zone) {
        List<OrderLine> orders = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<Wrong> wrong = new ArrayList<>();
        try (CsvReader<CsvRecord> lines = CsvReader.builder()
                .fieldSeparator(separator(text))
                .skipEmptyLines(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
            for (CsvRecord line : lines) {
                read(line, zone, orders, numbers, wrong);
            }
        } catch (CsvParseException notLines) {
            wrong.add(new Wrong(orders.size() + 1L, "priorities.wrong.csv", ""));
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return new OrderLines(orders, numbers, wrong);
    }

    private static void read(
            CsvRecord line, ZoneId zone, List<OrderLine> orders, List<Long> numbers, List<Wrong> wrong) {
        long number = line.getStartingLineNumber();
        if (line.getFieldCount() < FIELDS) {
            wrong.add(new Wrong(number, "priorities.wrong.fields", String.join(" ", line.getFields())));
            return;
        }
        Instant promised = time(line.getField(2).strip(), zone);
        String quantity = line.getField(3).strip();
        if (!NUMBER.matcher(quantity).matches()) {
            // Headers are no order, and promise nothing.
            if (number > 1 || promised != null) {
                wrong.add(new Wrong(number, "priorities.wrong.quantity", quantity));
            }
            return;
        }
        if (promised == null) {
            wrong.add(new Wrong(number, "priorities.wrong.promised", line.getField(2)));
            return;
        }
        orders.add(new OrderLine(
                line.getField(0).strip(),
                line.getField(1).strip(),
                promised,
                new BigDecimal(quantity.replace(',', '.'))));
        numbers.add(number);
    }

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
    }

    private static @Nullable Instant time(String text, ZoneId zone) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            String iso = text.replace(' ', 'T');
            return iso.endsWith("Z") || iso.lastIndexOf('+') > 0
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
