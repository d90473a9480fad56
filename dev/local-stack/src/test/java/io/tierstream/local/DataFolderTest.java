package io.tierstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final String LINE =
            "2026-11-30T17:30:57.865Z %5s 5232 --- [scoring-service] [main] [ ] i.t.Some : %s\n";

    /** Whoever waits for a service need not look for the reason. */
    @Test
    void shouldFindTheErrorsOfThisStart(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("service.log");
        assertThat(DataFolder.errors(log, 0)).isEmpty();
        String before = LINE.formatted("ERROR", "of the start before");
        String now = LINE.formatted("WARN", "no ERROR at all : none") + LINE.formatted("ERROR", "first")
                + LINE.formatted("ERROR", "tierstream.window was P365D: put it back")
                + "\tat some.Method(Some.java:1)\n";

        Files.writeString(log, before);
        assertThat(DataFolder.errors(log, before.length())).isEmpty();
        Files.writeString(log, before + now);

        assertThat(DataFolder.errors(log, before.length()))
                .containsExactly("first", "tierstream.window was P365D: put it back");
    }
}
