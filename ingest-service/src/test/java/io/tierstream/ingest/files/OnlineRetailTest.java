package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.domain.mapping.MappedEvent;
import io.tierstream.ingest.domain.mapping.MappedEvent.Datum;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.Rejection;
import io.tierstream.ingest.domain.mapping.RowMapper;
import io.tierstream.ingest.domain.mapping.Shift;
import io.tierstream.ingest.domain.mapping.Step;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The shipped mapping against the real data, where the folder {@code shared/data} is beside the project. */
class OnlineRetailTest {

    private static final Mapping MAPPING =
            Mappings.load(Path.of("none")).find("online-retail").orElseThrow();

    @Test
    void shouldGiveTheKnownSumsOfTheFullFile() throws Exception {
        Result result = map("online_retail.csv.gz");

        assertThat(result.sum("io.tierstream.order.placed.v1")).isEqualByComparingTo("8911407.904");
        assertThat(result.sum("io.tierstream.order.cancelled.v1")).isEqualByComparingTo("611342.090");
        assertThat(result.of("io.tierstream.order.placed.v1")).hasSize(18_536);
        assertThat(result.of("io.tierstream.order.cancelled.v1")).hasSize(3_654);
        Set<String> customers = new HashSet<>();
        result.of("io.tierstream.order.placed.v1").forEach(event -> customers.add(text(event, "customerId")));
        assertThat(customers).hasSize(4_339);
        assertThat(result.rejections()).hasSize(135_080);
        assertThat(result.rejections())
                .allMatch(rejection -> rejection.column().equals("CustomerID")
                        && rejection.reason().contains("no customer"));
        MappedEvent scattered = result.events().stream()
                .filter(event -> event.id().equals("542806"))
                .findFirst()
                .orElseThrow();
        assertThat(scattered.lines()).isSorted();
        assertThat(scattered.lines().getLast() - scattered.lines().getFirst())
                .isGreaterThanOrEqualTo(scattered.lines().size());
        assertThat(result.of("io.tierstream.order.placed.v1").stream()
                        .filter(event -> amount(event).signum() == 0))
                .hasSize(4);
        assertThat(result.events().stream().filter(event -> amount(event).signum() < 0))
                .isEmpty();
    }

    @Test
    void shouldGiveTheKnownSumsOfTheSlice() throws Exception {
        Result result = map("online_retail_sample.csv");

        assertThat(result.sum("io.tierstream.order.placed.v1").subtract(result.sum("io.tierstream.order.cancelled.v1")))
                .isEqualByComparingTo("326317.46");
        assertThat(result.rejections()).hasSize(1_140);
    }

    private record Result(List<MappedEvent> events, List<Rejection> rejections) {

        List<MappedEvent> of(String type) {
            return events.stream().filter(event -> event.type().equals(type)).toList();
        }

        BigDecimal sum(String type) {
            return of(type).stream().map(OnlineRetailTest::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private static BigDecimal amount(MappedEvent event) {
        return ((Datum.OfNumber) event.data().get("amount")).number();
    }

    private static String text(MappedEvent event, String field) {
        return ((Datum.OfText) event.data().get(field)).text();
    }

    private static Result map(String name) throws Exception {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data").resolve(name))
                .filter(Files::exists)
                .findFirst();
        Assumptions.assumeTrue(file.isPresent(), "no shared/data/" + name + " beside the project");
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        try (CsvFile csv = new CsvFile(file.get(), MAPPING.csv(), Long.MAX_VALUE, null)) {
            RowMapper mapper =
                    ((RowMapper.Fit.Ready) RowMapper.of(MAPPING, csv.header(), new Shift(0, ZoneOffset.UTC))).mapper();
            for (CsvFile.Row row = csv.next(); row != null; row = csv.next()) {
                mapper.accept(row.line(), row.cells()).forEach(step -> take(step, result));
            }
            mapper.finish().forEachRemaining(step -> take(step, result));
        }
        assertThat(result.events()).allMatch(event -> event.time().isBefore(Instant.parse("2011-12-10T00:00:00Z")));
        return result;
    }

    private static void take(Step step, Result result) {
        switch (step) {
            case Step.Complete complete -> result.events().add(complete.event());
            case Step.Rejected rejected -> result.rejections().add(rejected.rejection());
            case Step.Impossible impossible -> throw new AssertionError(impossible.why());
        }
    }
}
