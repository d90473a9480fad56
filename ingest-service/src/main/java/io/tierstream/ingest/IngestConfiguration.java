package io.tierstream.ingest;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.application.PublishingEvents;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the use-cases together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IngestConfiguration.Money.class, IngestConfiguration.Rates.class})
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
            @Nullable Integer eventsPerSecond, @DefaultValue Map<String, Integer> eventsPerSecondOf) {}

    @Bean
    CheckingEvents checkingEvents(Money money, Clock clock) {
        Set<String> currencies = new HashSet<>(money.rates().keySet());
        currencies.add(money.baseCurrency());
        return new CheckingEvents(new IntakeRules(currencies), clock);
    }

    @Bean
    PublishingEvents publishingEvents(EventLog log, RateLimiterRegistry limiters, Rates rates) {
        return new PublishingEvents(
                log,
                new PublisherRates(
                        limiters, name -> rates.eventsPerSecondOf().getOrDefault(name, rates.eventsPerSecond())));
    }
}
