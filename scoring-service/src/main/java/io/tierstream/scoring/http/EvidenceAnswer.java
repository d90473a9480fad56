package io.tierstream.scoring.http;

import static io.tierstream.scoring.streams.ScoreTranslator.plain;

import io.tierstream.contracts.Money;
import io.tierstream.scoring.domain.Evidence;
import io.tierstream.scoring.streams.CustomerQueries.Found;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a figure, as the API says it.
 *
 * @param figure a decimal, or a day
 * @param partCount of all pages together
 * @param items parts of the formula; over all pages, their values add up
 */
record EvidenceAnswer(
        String customerId,
        String metric,
        LocalDate asOf,
        long version,
        String currency,
        String formula,
        @Nullable String figure,
        int partCount,
        List<Item> items,
        @Nullable String next) {

    record Item(
            String term,
            String kind,
            String id,
            LocalDate day,
            @Money BigDecimal value,
            @Money @Nullable BigDecimal amount,
            @Nullable Integer daysLate,
            EventReference event) {}

    record EventReference(String id, String source, Instant time) {}

    static EvidenceAnswer of(String customerId, Evidence evidence, Found found, String currency, Page page) {
        Integer day = evidence.day();
        BigDecimal figure = evidence.figure();
        return new EvidenceAnswer(
                customerId,
                evidence.metric(),
                LocalDate.ofEpochDay(found.asOf()),
                found.version(),
                currency,
                evidence.formula(),
                day != null
                        ? LocalDate.ofEpochDay(day).toString()
                        : figure == null ? null : plain(figure).toPlainString(),
                evidence.parts().size(),
                evidence.parts().stream()
                        .skip(page.offset())
                        .limit(page.limit())
                        .map(EvidenceAnswer::item)
                        .toList(),
                page.next(evidence.parts().size()));
    }

    private static Item item(Evidence.Part part) {
        BigDecimal amount = part.amount();
        return new Item(
                part.term(),
                part.kind(),
                part.id(),
                LocalDate.ofEpochDay(part.day()),
                plain(part.value()),
                amount == null ? null : plain(amount),
                part.daysLate(),
                new EventReference(
                        part.origin().eventId(),
                        part.origin().source(),
                        part.origin().time()));
    }
}
