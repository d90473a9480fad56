package io.tierstream.tier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ReportFilesTest {

    @TempDir
    private Path directory;

    private record Row(String name, @Nullable BigDecimal amount, List<String> flags) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.text("name", Row::name), Column.money("amount", Row::amount), Column.text("flags", Row::flags));

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void shouldTakeTheFormulaOutOfText(String hostile) throws IOException {
        String csv = csv(new Row(hostile, new BigDecimal("-5.00"), List.of()));

        assertThat(csv).contains("'" + hostile).contains(",-5.00,");
        assertThat(sheet(new Row(hostile, null, List.of()))).contains("<t>&apos;");
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
