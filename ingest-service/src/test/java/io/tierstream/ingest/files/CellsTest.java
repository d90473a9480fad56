package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "\nx", " =1", "\u200b=1"
            })
    void shouldPutAnApostropheBeforeWhatASpreadsheetWouldRun(String cell) {
        assertThat(Cells.harmless(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a=b", "12.50", "订单"})
    void shouldLeaveOtherTextsAsTheyAre(String cell) {
        assertThat(Cells.harmless(cell)).isEqualTo(cell);
    }

    @Test
    void shouldShortenLongTexts() {
        assertThat(Cells.harmless("x".repeat(400))).hasSize(301).endsWith("…");
    }

    @Test
    void shouldKeepOneCellWhereAnotherSpreadsheetSeparates() throws IOException {
        StringWriter out = new StringWriter();

        try (CsvWriter csv = CsvWriter.builder().quoteStrategy(Cells.quotes()).build(out)) {
            csv.writeRecord("1", "x;=1+1", "a,b", "c");
        }

        assertThat(out).hasToString("1,\"x;=1+1\",\"a,b\",c\r\n");
    }
}
