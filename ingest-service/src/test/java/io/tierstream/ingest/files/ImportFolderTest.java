package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.domain.mapping.Rejection;
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
        try (Rejects rejects = new Rejects(folder.rejects(), 1_000)) {
            rejects.add(new Rejection(2, "amount", "a \"b\",\n投诉", "no number"));
            rejects.add(new Rejection(30, "time", "", "missing"));
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

    @Test
    void shouldEndTheListOfRejectsWhereItIsFullAndSaySo(@TempDir Path path) throws IOException {
        ImportFolder folder = new ImportFolder(path);
        Long listed;
        try (Rejects rejects = new Rejects(folder.rejects(), 10_000)) {
            rejects.add(new Rejection(1, "time", "", "missing"));
            assertThat(rejects.listedOfMore()).isNull();

            for (int line = 2; line <= 100_000; line++) {
                rejects.add(new Rejection(line, "time", "", "missing"));
            }
            listed = rejects.listedOfMore();
        }

        assertThat(listed).isBetween(500L, 2_000L);
        assertThat(Files.size(folder.rejects())).isLessThan(30_000);
        assertThat(folder.firstRejects(100_000)).hasSize(Math.toIntExact(listed));
        assertThat(Files.readAllLines(folder.rejects()).getLast()).contains("The list is full and ends here");
    }
}
