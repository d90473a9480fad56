package io.tierstream.complaints.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.report.DelayReport;
import io.tierstream.complaints.domain.report.DelayReport.Figures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayFilesTest {

    @TempDir
    private Path directory;

    private static final DelayReport REPORT = new DelayReport(
            new Figures(null, 3, 1, 1, 1, 1, null, null, null, null),
            List.of(
                    new Figures(
                            "=HYPERLINK(1)",
                            2,
                            1,
                            1,
                            0,
                            1,
                            Duration.ofMinutes(90),
                            Duration.ofMinutes(90),
                            Duration.ofHours(2),
                            Duration.ofSeconds(100)),
                    new Figures("深圳, \"质量\"", 1, 0, 0, 1, 0, null, null, null, null),
                    new Figures(null, 0, 0, 0, 0, 0, null, null, null, null)));

    @Test
    void shouldWriteCsvThatASpreadsheetReadsWithoutRunningAnything() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        DelayFiles.csv(REPORT, "Category", key -> "h:" + key, out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "\uFEFFCategory,h:opened,h:resolved,h:open,h:withdrawn,h:breached,h:mean-hours,h:median-hours,"
                                + "h:p95-hours,h:delay-hours\r\n"
                                + "'=HYPERLINK(1),2,1,1,0,1,1.50,1.50,2.00,0.03\r\n"
                                + "\"深圳, \"\"质量\"\"\",1,0,0,1,0,,,,\r\n"
                                + ",0,0,0,0,0,,,,\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "x;=1+1#\"x;=1+1\"",
                "=1;2#\"'=1;2\"",
                "＝1+1#'＝1+1",
                "＋1#'＋1",
                "－1#'－1",
                "＠SUM(1)#'＠SUM(1)",
                "@x#'@x",
                "+x#'+x",
                "-x#'-x",
                " \u200b=1#' \u200b=1",
                "a=b#a=b",
            })
    void shouldKeepANameInOneCellThatIsNoFormula(String name, String cell) throws IOException {
        assertThat(cell(name)).isEqualTo(cell);
    }

    @Test
    void shouldTakeTheMeaningFromALeadingTabOrLineBreak() throws IOException {
        assertThat(cell("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(cell("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(cell("\n=1")).isEqualTo("\"'\n=1\"");
    }

    private static String cell(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Figures figures = new Figures(name, 0, 0, 0, 0, 0, null, null, null, null);
        DelayFiles.csv(new DelayReport(figures, List.of(figures)), "Category", key -> key, out);
        String text = out.toString(StandardCharsets.UTF_8);
        String line = text.substring(text.indexOf("\r\n") + 2);
        return line.substring(0, line.indexOf(",0,0,0,0,0"));
    }

    @Test
    void shouldWriteNumbersAsNumbersAndNamesAsText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        DelayFiles.xlsx(REPORT, "delays", "Category", key -> key, out);

        assertThat(sheet(out))
                .contains("<t>&apos;=HYPERLINK(1)</t>", "&#x6df1;&#x5733;", "<v>1.5")
                .doesNotContain("<f>");
    }

    private String sheet(ByteArrayOutputStream out) throws IOException {
        Path file = Files.write(directory.resolve("report.xlsx"), out.toByteArray());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new String(
                    zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml")).readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
