package io.tierstream.scoring.streams;

import io.tierstream.contracts.IntakeRules;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.ScoringRules;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** What every task is given: configuration, rules and the clock. */
record ScoringContext(
        ScoringProperties properties,
        ScoringRules rules,
        FactTranslator facts,
        IntakeRules intake,
        Clock clock,
        IntakeCounters counters,
        EntryHash hash,
        TraceStep trace) {

    static ScoringContext of(ScoringProperties properties, Clock clock, IntakeCounters counters, TraceStep trace) {
        Map<String, BigDecimal> rates = properties.ratesWithBase();
        return new ScoringContext(
                properties,
                properties.rules(),
                new FactTranslator(properties.timeZone(), rates),
                new IntakeRules(rates.keySet()),
                clock,
                counters,
                EntryHash.STANDARD,
                trace);
    }

    ScoringContext with(EntryHash other) {
        return new ScoringContext(properties, rules, facts, intake, clock, counters, other, trace);
    }

    /** The business day, as an epoch day. */
    int today() {
        return Math.toIntExact(
                LocalDate.ofInstant(clock.instant(), properties.timeZone()).toEpochDay());
    }
}
