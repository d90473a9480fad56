package io.tierstream.complaints.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.tierstream.complaints.domain.report.DelayReport;
import io.tierstream.complaints.domain.report.DelayReport.Figures;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Writes the complaint delay report as CSV and XLSX, group by group; durations in hours. No name becomes a formula. */
public final class DelayFiles {

    /** Tells a spreadsheet that the file is UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final BigDecimal SECONDS_OF_HOUR = BigDecimal.valueOf(3600);
    private static final int MOST_ROWS = 1_048_575;
    private static final int FLUSH_EVERY = 500;

    private static final Pattern FORMULA = Pattern.compile("[\\t\\r\\n]|[\\s\\p{Cf}]*+[=+\\-@＝＋－＠]");
    private static final Pattern TELLING = Pattern.compile("[;\\t|]");

    /**
     * A column.
     *
     * @param key {@code delays.column.<key>} is the message of its header
     */
    private record Column(String key, Function<Figures, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("opened", Figures::opened),
            new Column("resolved", Figures::resolved),
            new Column("open", Figures::open),
            new Column("withdrawn", Figures::withdrawn),
            new Column("breached", Figures::breached),
            new Column("mean-hours", figures -> hours(figures.mean())),
            new Column("median-hours", figures -> hours(figures.median())),
            new Column("p95-hours", figures -> hours(figures.percentile95())),
            new Column("delay-hours", figures -> hours(figures.meanDelay())));

    private DelayFiles() {}

    /** Hours with two decimals, HALF_UP. */
    public static @Nullable BigDecimal hours(@Nullable Duration duration) {
        return duration == null
                ? null
                : BigDecimal.valueOf(duration.toSeconds()).divide(SECONDS_OF_HOUR, 2, RoundingMode.HALF_UP);
    }

    /**
     * Writes CSV: UTF-8 with a byte order mark, commas, CRLF.
     *
     * @param first header of the column of groups
     * @param header from a column's key to its header
     */
    public static void csv(DelayReport report, String first, UnaryOperator<String> header, OutputStream out)
            throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().quoteStrategy(new Quotes()).build(writer);
        csv.writeRecord(Stream.concat(
                        Stream.of(neutral(first)), COLUMNS.stream().map(column -> neutral(header.apply(column.key()))))
                .toList());
        for (Figures figures : report.groups()) {
            csv.writeRecord(Stream.concat(
                            Stream.of(neutral(figures.group() == null ? "" : figures.group())),
                            COLUMNS.stream().map(column -> plain(column.value().apply(figures))))
                    .toList());
        }
        csv.flush();
    }

    private static String plain(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value == null ? "" : value.toString();
    }

    /** Writes XLSX with one worksheet. */
    public static void xlsx(
            DelayReport report, String name, String first, UnaryOperator<String> header, OutputStream out)
            throws IOException {
        Workbook workbook = new Workbook(out, "Tierstream", "1.0");
        Worksheet sheet = workbook.newWorksheet(name);
        sheet.freezePane(0, 1);
        sheet.inlineString(0, 0, neutral(first));
        sheet.style(0, 0).bold().set();
        for (int i = 0; i < COLUMNS.size(); i++) {
            sheet.inlineString(0, i + 1, neutral(header.apply(COLUMNS.get(i).key())));
            sheet.style(0, i + 1).bold().set();
        }
        int line = 1;
        for (Figures figures :
                report.groups().subList(0, Math.min(MOST_ROWS, report.groups().size()))) {
            if (figures.group() != null) {
                sheet.inlineString(line, 0, neutral(figures.group()));
            }
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (COLUMNS.get(i).value().apply(figures) instanceof Number number) {
                    sheet.value(line, i + 1, number);
                }
            }
            if (line % FLUSH_EVERY == 0) {
                sheet.flush();
            }
            line++;
        }
        sheet.finish();
        workbook.finish();
    }

    /** What a spreadsheet would take for a formula gets an apostrophe before it. */
    private static String neutral(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** Quotes what other spreadsheets would separate at, beyond what has to be quoted: one name stays one cell. */
    private static final class Quotes implements QuoteStrategy {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return TELLING.matcher(value).find();
        }
    }
}
