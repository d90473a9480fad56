package io.tierstream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ScoringPropertiesTest {

    @Test
    void shouldTakeRatesFromTheEnvironmentAsWellAsFromAFile() {
        // Given
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("TIERSTREAM_RATES_SEK", "0.09", "TIERSTREAM_RATES_USD", "0.95")));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "file", Map.of("tierstream.rates.USD", "0.92", "tierstream.rates.GBP", "1.17")));

        // When
        Map<String, BigDecimal> rates = Binder.get(environment)
                .bindOrCreate("tierstream", ScoringProperties.class)
                .ratesWithBase();

        // Then
        assertThat(rates)
                .containsOnly(
                        Map.entry("EUR", BigDecimal.ONE),
                        Map.entry("SEK", new BigDecimal("0.09")),
                        Map.entry("USD", new BigDecimal("0.95")),
                        Map.entry("GBP", new BigDecimal("1.17")));
    }
}
