package io.tierstream.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.RowMapper;
import io.tierstream.ingest.domain.mapping.Shift;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/**
 * Mapping files spoilt at random are read, and then map any rows, or are refused with file and place. {@code
 * -Dtierstream.fuzz=1000000 -Dtierstream.seed=…} for a longer run.
 */
class MappingFuzzTest {

    private static final int COUNT = Integer.getInteger("tierstream.fuzz", 4_000);
    private static final long SEED = Long.getLong("tierstream.seed", 20_261_122L);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final List<String> AWKWARD = List.of(
            "null",
            "~",
            "true",
            "0",
            "-1",
            "1e400",
            ".inf",
            "-.inf",
            ".nan",
            "1_000",
            "0x10",
            "1:30",
            "4294967297",
            "9".repeat(400),
            "\"\"",
            "\" \"",
            "\"\\0\"",
            "\"#\"",
            "\"\\\"\"",
            "\",\"",
            "\"\\t\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{a: b}",
            "{not: {not: {}}}",
            "{product: []}",
            "{sum: {product: []}}",
            "{day: time}",
            "&a [*a]",
            "&a {not: *a}",
            "*a",
            "!!java.net.URL [\"http://localhost\"]",
            "!!binary x",
            "2026-11-22",
            "\"{\"",
            "\"}\"",
            "\"{}\"",
            "\"{x}{x}\"",
            "[".repeat(100),
            "|",
            "? ",
            "UTF-16",
            "x-none",
            "yyyy",
            "\"'\"",
            "\"HH:mm\"",
            "\"yyyy-MM-dd'T'HH:mm:ssXXX\"",
            "Mars/Olympus",
            "+25:00");
    private static final String ROWS = """
            type,time,customerId,id,InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID,amount,dueDate
            io.tierstream.order.placed.v1,2026-01-02T03:04:05Z,c,1,5,2,2010-12-01 08:26:00,2.55,17850.0,10,2026-01-02
            "",+999999999-12-31T23:59:59Z,"c
            d",,C5,-2,1/12/2010 8:26,1e5,,-,2026-02-30
            x,,,,,,,,,,
            io.tierstream.order.placed.v1,"2026""01",=1+1,2,5,99999999999999999999999999,12/1/10 8:26,0.00000001,a,٣,x
            """;

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    void shouldReadOrRefuseWhateverComes() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), ROWS);
        List<String> good = List.of(shipped("events"), shipped("online-retail"));
        int read = 0;
        for (int i = 0; i < COUNT; i++) {
            String mapping = spoilt(good.get(random.nextInt(good.size())));
            long begin = System.nanoTime();
            try {
                map(MappingReader.read("fuzz.yaml", mapping), rows);
                read++;
            } catch (MappingException refused) {
                assertThat(refused).hasMessageStartingWith("fuzz.yaml: ");
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + SEED + ", number " + i + ": " + mapping, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("seed %d, number %d: %s", SEED, i, mapping)
                    .isLessThan(LONG);
        }
        // So that it is known to reach both sides.
        assertThat(read).isBetween(COUNT / 50, COUNT * 49 / 50);
    }

    private static String shipped(String name) throws IOException {
        return new ClassPathResource("mappings/" + name + ".yaml").getContentAsString(StandardCharsets.UTF_8);
    }

    private static void map(Mapping mapping, Path rows) throws IOException {
        try (CsvFile csv = new CsvFile(rows, mapping.csv(), 1_000_000, null)) {
            if (RowMapper.of(mapping, csv.header(), new Shift(5_000, ZoneOffset.UTC))
                    instanceof RowMapper.Fit.Ready(RowMapper mapper)) {
                for (CsvFile.Row row = csv.next(); row != null; row = csv.next()) {
                    mapper.newest(row.line(), row.cells());
                    mapper.accept(row.line(), row.cells());
                }
                mapper.finish().forEachRemaining(step -> assertThat(step).isNotNull());
            }
        } catch (ImportFailedException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(10_000);
        }
    }

    private String spoilt(String good) {
        String text = good;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            text = switch (random.nextInt(6)) {
                case 0 -> text.substring(0, random.nextInt(text.length() + 1));
                case 1 -> flipped(text);
                case 2 -> lineTwice(text);
                case 3 -> withoutLine(text);
                default -> replaced(text);
            };
        }
        return text;
    }

    private String flipped(String text) {
        int at = random.nextInt(text.length() + 1);
        String put = random.nextBoolean()
                ? String.valueOf((char) random.nextInt(128))
                : List.of(":", "-", "{", "}", "[", "]", "&a ", "*a", "#", "\t", "\"", "'", "\u0000", "\ud800")
                        .get(random.nextInt(14));
        return text.substring(0, at) + put + text.substring(Math.min(text.length(), at + random.nextInt(2)));
    }

    private String lineTwice(String text) {
        List<String> lines = text.lines().toList();
        String line = lines.isEmpty() ? "" : lines.get(random.nextInt(lines.size()));
        return text.replace(line + "\n", line + "\n" + line + "\n");
    }

    private String withoutLine(String text) {
        List<String> lines = text.lines().toList();
        return lines.isEmpty() ? text : text.replace(lines.get(random.nextInt(lines.size())) + "\n", "");
    }

    /** Puts something awkward behind a colon. */
    private String replaced(String text) {
        int colon = text.indexOf(": ", random.nextInt(text.length() + 1));
        if (colon < 0) {
            return text;
        }
        int end = colon + 2;
        while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, colon + 2) + AWKWARD.get(random.nextInt(AWKWARD.size())) + text.substring(end);
    }
}
