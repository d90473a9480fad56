package io.tierstream.ingest.domain.mapping;

import io.tierstream.ingest.domain.mapping.Mapping.EventRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An event made of rows, not yet checked against its contract.
 *
 * @param lines where its rows stand in the file
 * @param rule that made it
 */
public record MappedEvent(
        String id,
        String source,
        String type,
        Instant time,
        Map<String, Datum> data,
        List<Long> lines,
        EventRule rule) {

    /** A field of the data. */
    public sealed interface Datum {
        record OfText(String text) implements Datum {}

        record OfNumber(BigDecimal number) implements Datum {}
    }
}
