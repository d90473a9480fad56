package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFolderTest {

    @Test
    void shouldReadTheRejectsThatAreThereWhileMoreAreWritten(@TempDir Path path) throws IOException {
        ImportFolder folder = new ImportFolder(path);
        try (CsvWriter writer = folder.openRejects()) {
            writer.writeRecord("2", "amount", "a \"b\",\n投诉", "no number");
            writer.writeRecord("30", "time", "", "missing");
        }
        byte[] whole = Files.readAllBytes(folder.rejects());
        List<?> all = folder.firstRejects(10);
        assertThat(all).hasSize(2);

        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.rejects(), Arrays.copyOf(whole, length));
            List<?> found = folder.firstRejects(10);

            assertThat(found).as("%s bytes", length).hasSizeLessThanOrEqualTo(2);
            if (found.size() == 2) {
                assertThat(found.getFirst()).isEqualTo(all.getFirst());
            }
        }
    }
}
