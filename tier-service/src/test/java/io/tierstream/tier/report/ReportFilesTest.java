package io.tierstream.tier.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.population.RowOrder.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ReportFilesTest {

    @TempDir
    private Path directory;

    private record Row(String name, @Nullable BigDecimal amount, List<String> flags) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.text("name", Row::name), Column.money("amount", Row::amount), Column.text("flags", Row::flags));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "\nx",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(A1)",
                "\"=1+1",
                " =1+1"
            })
    void shouldTakeTheFormulaOutOfText(String hostile) throws IOException {
        String csv = csv(new Row(hostile, new BigDecimal("-5.00"), List.of()));

        assertThat(csv).contains("'" + hostile.replace("\"", "\"\"")).contains(",-5.00,");
        assertThat(sheet(new Row(hostile, null, List.of()))).contains("<t>&apos;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x;=1+1        | x;'=1+1",
                "x;=1+1;y      | x;'=1+1;y",
                "x; =1+1       | x;' =1+1",
                "x;＝1+1       | x;'＝1+1",
                "x;y-1         | x;y-1",
                "a+b=c         | a+b=c"
            })
    void shouldTakeTheFormulaOutOfWhatAnotherRegionsSpreadsheetSplits(String hostile, String neutral)
            throws IOException {
        String csv = csv(new Row(hostile, null, List.of()));

        assertThat(csv).endsWith((neutral.contains(";") ? "\"" + neutral + "\"" : neutral) + ",,\r\n");
    }

    @Test
    void shouldTakeTheFormulaOutOfEveryLineOfAText() throws IOException {
        assertThat(csv(new Row("x\n=1+1\r\n@x", null, List.of()))).endsWith("\"x\n'=1+1\r\n'@x\",,\r\n");
    }

    @Test
    void shouldWriteCsvThatASpreadsheetTakesForUtf8() throws IOException {
        String csv = csv(new Row("深圳, \"华为\"", new BigDecimal("1E+3"), List.of("A", "B")));

        assertThat(csv).isEqualTo("\uFEFFh:name,h:amount,h:flags\r\n\"深圳, \"\"华为\"\"\",1000,A B\r\n");
    }

    @Test
    void shouldWriteNumbersAsNumbersAndTextAsText() throws IOException {
        String sheet = sheet(new Row("华为 & <b>", new BigDecimal("12.50"), List.of("A")));

        assertThat(sheet).contains("&#x534e;&#x4e3a; &amp; &lt;b&gt;").contains("<v>12.5");
    }

    @Test
    void shouldWriteManyRowsWithoutKeepingThem() throws IOException {
        List<Row> rows = IntStream.range(0, 5_000)
                .mapToObj(i -> new Row("n" + i, BigDecimal.valueOf(i), List.of()))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ReportFiles.xlsx(report(rows), key -> key, out);

        assertThat(entries(out).get("xl/worksheets/sheet1.xml")).contains("n4999");
    }

    /** Buffers of a megabyte or a whole file would not let the first bytes go before the last rows are read. */
    @ParameterizedTest
    @ValueSource(strings = {"csv", "xlsx"})
    void shouldLetBytesLeaveWhileRowsAreStillRead(String format) throws IOException {
        AtomicLong left = new AtomicLong();
        OutputStream sink = new OutputStream() {
            @Override
            public void write(int b) {
                left.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                left.addAndGet(length);
            }
        };
        List<Long> leftWhileReading = new ArrayList<>();
        Report.Rows<Row> rows = new Report.Rows<>() {
            @Override
            public Report.Page<Row> page(Optional<Place> after, int limit) {
                throw new AssertionError("a file is no page");
            }

            @Override
            public Stream<Row> all() {
                return IntStream.range(0, 40_000).mapToObj(i -> {
                    if (i % 10_000 == 0) {
                        leftWhileReading.add(left.get());
                    }
                    return new Row("customer " + i * 7919L % 10_007, BigDecimal.valueOf(i, 2), List.of());
                });
            }
        };
        Report<Row> report = new Report<>("rows", JsonNodeFactory.instance.objectNode(), COLUMNS, rows);

        if (format.equals("csv")) {
            ReportFiles.csv(report, key -> key, sink);
        } else {
            ReportFiles.xlsx(report, key -> key, sink);
        }

        assertThat(leftWhileReading).hasSize(4).isSorted().doesNotHaveDuplicates();
        assertThat(leftWhileReading.get(1)).isPositive();
        assertThat(left.get()).isGreaterThan(leftWhileReading.getLast());
    }

    private static String csv(Row row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFiles.csv(report(List.of(row)), key -> "h:" + key, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String sheet(Row row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFiles.xlsx(report(List.of(row)), key -> "h:" + key, out);
        return String.valueOf(entries(out).get("xl/worksheets/sheet1.xml"));
    }

    private static Report<Row> report(List<Row> rows) {
        return new Report<>("rows", JsonNodeFactory.instance.objectNode(), COLUMNS, Report.Rows.of(rows));
    }

    private Map<String, String> entries(ByteArrayOutputStream out) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Path file = Files.write(directory.resolve("report.xlsx"), out.toByteArray());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
