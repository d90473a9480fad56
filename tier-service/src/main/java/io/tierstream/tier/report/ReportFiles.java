package io.tierstream.tier.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Writes reports as CSV and XLSX, row by row. What somebody else wrote never becomes a formula. */
public final class ReportFiles {

    /** Tells a spreadsheet that the file is UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final int XLSX_ROWS = 1_048_576;
    private static final int XLSX_TEXT = 32_767;
    private static final int FLUSH_EVERY = 500;

    private static final Pattern FORMULA =
            Pattern.compile("(?:(?<=[;\\t\\r\\n])|^)(?=[\"' ]{0,20}[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\\t\\r\\n])");

    private static final QuoteStrategy QUOTED = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return value.indexOf(';') >= 0 || value.indexOf('\t') >= 0;
        }
    };

    private ReportFiles() {}

    /**
     * Writes all rows as CSV: UTF-8 with a byte order mark, commas, CRLF.
     *
     * @param header from a column's key to its header
     */
    public static <R> void csv(Report<R> report, UnaryOperator<String> header, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().quoteStrategy(QUOTED).build(writer);
        csv.writeRecord(headers(report, header));
        try (Stream<R> rows = report.rows().all()) {
            rows.forEach(row -> csv.writeRecord(report.columns().stream()
                    .map(column -> csvCell(column.value().apply(row)))
                    .toList()));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        csv.flush();
    }

    /** Writes all rows as XLSX, with further worksheets where one is full. */
    public static <R> void xlsx(Report<R> report, UnaryOperator<String> header, OutputStream out) throws IOException {
        Workbook workbook = new Workbook(out, "Tierstream", "1.0");
        try (Stream<R> rows = report.rows().all()) {
            Iterator<R> iterator = rows.iterator();
            int sheets = 0;
            do {
                sheets++;
                Worksheet sheet = workbook.newWorksheet(sheets == 1 ? report.name() : report.name() + " " + sheets);
                fill(sheet, report, headers(report, header), iterator);
                sheet.finish();
            } while (iterator.hasNext());
        }
        workbook.finish();
    }

    private static <R> void fill(Worksheet sheet, Report<R> report, List<String> headers, Iterator<R> rows)
            throws IOException {
        sheet.freezePane(0, 1);
        for (int i = 0; i < headers.size(); i++) {
            sheet.inlineString(0, i, headers.get(i));
            sheet.style(0, i).bold().set();
        }
        int line = 1;
        while (rows.hasNext() && line < XLSX_ROWS) {
            R row = rows.next();
            for (int i = 0; i < report.columns().size(); i++) {
                Object value = report.columns().get(i).value().apply(row);
                if (value instanceof Number number) {
                    sheet.value(line, i, number);
                } else if (value != null) {
                    String text = neutral(plain(value));
                    sheet.inlineString(line, i, text.substring(0, Math.min(XLSX_TEXT, text.length())));
                }
            }
            if (line % FLUSH_EVERY == 0) {
                sheet.flush();
            }
            line++;
        }
    }

    private static <R> List<String> headers(Report<R> report, UnaryOperator<String> header) {
        return report.columns().stream()
                .map(column -> neutral(header.apply(column.key())))
                .toList();
    }

    private static String csvCell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number ? plain(value) : neutral(plain(value));
    }

    private static String plain(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.toPlainString();
            case Collection<?> several -> several.stream().map(String::valueOf).collect(Collectors.joining(" "));
            default -> value.toString();
        };
    }

    /**
     * What a spreadsheet would take for a formula gets an apostrophe before it: at the beginning, and after whatever some
     * region's spreadsheet begins another cell with, for there quotes in the middle of a line count for nothing.
     */
    private static String neutral(String text) {
        return FORMULA.matcher(text).replaceAll("'");
    }
}
