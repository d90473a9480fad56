package io.tierstream.ingest;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.application.PublishingEvents;
import io.tierstream.ingest.files.ImportState;
import io.tierstream.ingest.files.Imports;
import io.tierstream.ingest.files.Mappings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Puts the use-cases together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    IngestConfiguration.Money.class,
    IngestConfiguration.Rates.class,
    IngestConfiguration.ImportSettings.class
})
class IngestConfiguration {

    /** Which currencies are taken: those with a rate, and the base currency. */
    @ConfigurationProperties("tierstream")
    record Money(
            @DefaultValue("EUR") String baseCurrency,
            @DefaultValue Map<String, BigDecimal> rates) {}

    /**
     * How fast publishers may be.
     *
     * @param eventsPerSecond of each publisher; unlimited when absent
     * @param eventsPerSecondOf of one publisher by name, instead
     */
    @ConfigurationProperties("tierstream.ingest")
    record Rates(
            @Nullable Integer eventsPerSecond, @DefaultValue Map<String, Integer> eventsPerSecondOf) {

        Rates {
            check(eventsPerSecond);
            eventsPerSecondOf.values().forEach(Rates::check);
        }

        private static void check(@Nullable Integer rate) {
            if (rate != null && rate < 1) {
                throw new IllegalArgumentException("events-per-second is 1 or more; left out, it is unlimited");
            }
        }
    }

    /**
     * Where imports are kept and described.
     *
     * @param dataDir files that are being imported, and what came of imports
     * @param mappingsDir mappings of one's own, {@code *.yaml}
     * @param maxSize largest file, as sent and decompressed
     * @param maxWaiting what files that are not worked off yet may take together on disk
     * @param maxRejects largest list of the rejected rows of one import
     */
    @ConfigurationProperties("tierstream.imports")
    record ImportSettings(
            @DefaultValue(".data/ingest/imports") Path dataDir,
            @DefaultValue(".data/ingest/mappings") Path mappingsDir,
            @DefaultValue("10GB") DataSize maxSize,
            @DefaultValue("20GB") DataSize maxWaiting,
            @DefaultValue("50MB") DataSize maxRejects) {}

    @Bean
    CheckingEvents checkingEvents(Money money, Clock clock) {
        Set<String> currencies = new HashSet<>();
        // The names of environment variables have no small and capital letters, and come as small ones.
        money.rates().keySet().forEach(code -> currencies.add(code.toUpperCase(Locale.ROOT)));
        currencies.add(money.baseCurrency());
        return new CheckingEvents(new IntakeRules(currencies), clock);
    }

    @Bean
    PublisherRates publisherRates(RateLimiterRegistry limiters, Rates rates) {
        return new PublisherRates(
                limiters, name -> rates.eventsPerSecondOf().getOrDefault(name, rates.eventsPerSecond()));
    }

    @Bean
    PublishingEvents publishingEvents(EventLog log, PublisherRates rates) {
        return new PublishingEvents(log, rates);
    }

    @Bean
    Mappings mappings(ImportSettings settings) {
        return Mappings.load(settings.mappingsDir());
    }

    @Bean
    MeterBinder importMeters(Imports imports) {
        return registry -> {
            for (ImportState.Status status : ImportState.Status.values()) {
                Gauge.builder(
                                "tierstream.imports",
                                imports,
                                all -> all.all().stream()
                                        .filter(state -> state.status() == status)
                                        .count())
                        .description("Imports that are listed")
                        .tag("status", status.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
            FunctionCounter.builder("tierstream.import.events", imports, Imports::published)
                    .description("Events that imports have published")
                    .register(registry);
            FunctionCounter.builder("tierstream.import.rejects", imports, Imports::rejected)
                    .description("Rows that imports have rejected")
                    .register(registry);
        };
    }

    @Bean
    Imports imports(
            ImportSettings settings,
            Mappings mappings,
            CheckingEvents checking,
            EventLog log,
            PublisherRates rates,
            Clock clock,
            @Value("${tierstream.time-zone:UTC}") ZoneId zone) {
        return new Imports(
                settings.dataDir(),
                mappings,
                checking,
                log,
                rates,
                clock,
                zone,
                settings.maxSize().toBytes(),
                settings.maxWaiting().toBytes(),
                settings.maxRejects().toBytes());
    }
}
