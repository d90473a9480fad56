package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.ingest.domain.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

    private static final Mapping MAPPING =
            Mappings.load(Path.of("none")).find("events").orElseThrow();
    private static final String CELL = "x".repeat(99_999);

    @TempDir
    private Path folder;

    @Test
    void shouldTakeARowOfAMillionCharacters() throws IOException, ImportFailedException {
        try (CsvFile csv = file("a,b\n" + row(CELL + "x", 10) + "\n")) {
            assertThat(csv.next()).isNotNull();
            assertThat(csv.next()).isNull();
        }
    }

    @Test
    void shouldRefuseARowOfMore() throws IOException, ImportFailedException {
        try (CsvFile csv = file("a,b\nc,d\n" + row(CELL, 11) + "\n")) {
            csv.next();

            assertThatThrownBy(csv::next)
                    .isInstanceOf(ImportFailedException.class)
                    .hasMessageContaining("line 3")
                    .hasMessageContaining("A row may have 1000000 characters");
        }
    }

    @Test
    void shouldRefuseACellOfMoreAndAQuoteThatDoesNotEnd() throws IOException, ImportFailedException {
        for (String row : new String[] {row(CELL, 1).repeat(11), "\"" + row("x\n", 600_000)}) {
            try (CsvFile csv = file("a,b\n" + row)) {
                assertThatThrownBy(csv::next)
                        .isInstanceOf(ImportFailedException.class)
                        .hasMessageContaining("line 2")
                        .hasMessageContaining("a quote that does not end");
            }
        }
    }

    @Test
    void shouldRefuseMoreColumnsThanASheetHas() throws IOException, ImportFailedException {
        try (CsvFile csv = file(row("c", 16_384))) {
            assertThat(csv.header()).hasSize(16_384);
        }
        assertThatThrownBy(() -> file(row("c", 16_385)))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("16384 columns");
    }

    private static String row(String cell, int times) {
        return String.join(",", Collections.nCopies(times, cell));
    }

    private CsvFile file(String content) throws IOException, ImportFailedException {
        Path file = folder.resolve("body");
        Files.writeString(file, content);
        return new CsvFile(file, MAPPING.csv(), Long.MAX_VALUE, null);
    }
}
