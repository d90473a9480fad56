package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.files.ImportState.Status;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files as earlier versions wrote them, in {@code src/test/resources/samples}; a sample is never changed. */
class StoredShapesTest {

    @Test
    void shouldReadHowAnImportStood() throws Exception {
        ImportState state =
                new ImportFolder(sample("20260101-000000-1/state.json").resolveSibling("")).load();

        assertThat(state)
                .isEqualTo(new ImportState(
                        "20260101-000000-1",
                        "online-retail",
                        true,
                        Status.WAITING,
                        "shop",
                        Set.of("io.tierstream.order.placed.v1"),
                        Set.of("/shop"),
                        Instant.parse("2026-01-01T00:00:00.123Z"),
                        null,
                        700,
                        6,
                        2,
                        3,
                        null,
                        40,
                        5532L,
                        1,
                        1200,
                        "The service was stopped meanwhile; begun again from the first row, which publishes the same"
                                + " events."));
    }

    @Test
    void shouldFindTheShiftOfAFileThatWasHereBefore() throws IOException, URISyntaxException {
        assertThat(new RememberedShifts(sample("shifts.properties"))
                        .find("online-retail", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
                .hasValue(5532L);
    }

    private static Path sample(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(StoredShapesTest.class.getResource("/samples/" + name))
                .toURI());
    }
}
