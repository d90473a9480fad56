package io.tierstream.tier.evidence;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.contracts.EventJson;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;

/**
 * Asks scoring-service what makes a figure, to show it to a person. Nothing is decided by it and nothing waits for it: an
 * answer comes soon or not at all, and after failures none is asked for a while.
 */
@Component
@EnableConfigurationProperties(EvidenceSettings.class)
public class EvidenceReader {

    private static final Logger log = LoggerFactory.getLogger(EvidenceReader.class);
    private static final int PARTS = 100;

    private final EvidenceSettings settings;
    private final CircuitBreaker breaker;
    private final @Nullable RestClient scoring;

    EvidenceReader(EvidenceSettings settings, CircuitBreakerRegistry breakers) {
        this.settings = settings;
        this.breaker = breakers.circuitBreaker(
                "evidence",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(5)
                        .minimumNumberOfCalls(3)
                        .failureRateThreshold(60)
                        .waitDurationInOpenState(Duration.ofSeconds(10))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .maxWaitDurationInHalfOpenState(Duration.ofSeconds(10))
                        // Who refuses a question is there.
                        .ignoreExceptions(HttpClientErrorException.class)
                        .build());
        this.scoring = settings.url() == null || settings.apiKey() == null ? null : client(settings);
    }

    private static RestClient client(EvidenceSettings settings) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        requests.setReadTimeout(settings.timeout());
        return RestClient.builder()
                .requestFactory(requests)
                .baseUrl(Objects.requireNonNull(settings.url()))
                .defaultHeader("X-API-Key", Objects.requireNonNull(settings.apiKey()))
                .build();
    }

    /** What came of a question. */
    public sealed interface Answer {

        /** The figure and its parts. */
        record Found(Evidence evidence) implements Answer {}

        /** Nobody knows such a figure of this customer. */
        record Unknown() implements Answer {}

        /** It cannot be had at the moment. */
        record NotNow() implements Answer {}
    }

    /**
     * What makes a figure; {@code items} is a page of its parts.
     *
     * @param figure a decimal or a day; absent when there is none
     * @param partCount of all pages
     */
    public record Evidence(
            String customerId,
            String metric,
            LocalDate asOf,
            long version,
            @Nullable String figure,
            int partCount,
            List<Item> items,
            @Nullable String next) {}

    /**
     * A part.
     *
     * @param term which sum of the figure it belongs to
     * @param kind order, cancellation, return, invoice, payment or complaint
     */
    public record Item(
            String term,
            String kind,
            String id,
            LocalDate day,
            BigDecimal value,
            @Nullable Integer daysLate,
            Event event) {}

    /** The event that it comes from. */
    public record Event(String id, String source, Instant time) {}

    /** Whether it can be asked for at all here. */
    public boolean isConfigured() {
        return scoring != null;
    }

    /** Asks; waits at most the configured time. */
    public Answer read(String customerId, String metric, @Nullable String cursor) {
        RestClient client = scoring;
        if (client == null) {
            return new Answer.NotNow();
        }
        try {
            return breaker.executeSupplier(() -> new Answer.Found(EventJson.mapper()
                    .readValue(
                            client.get()
                                    .uri(uri -> uri.path("/v1/customers/{id}/metrics/{metric}/evidence")
                                            .queryParam("limit", PARTS)
                                            .queryParamIfPresent(
                                                    "cursor",
                                                    Optional.ofNullable(cursor).map(given -> "{cursor}"))
                                            .build(Map.of(
                                                    "id",
                                                    customerId,
                                                    "metric",
                                                    metric,
                                                    "cursor",
                                                    cursor == null ? "" : cursor)))
                                    .retrieve()
                                    .body(byte[].class),
                            Evidence.class)));
        } catch (HttpClientErrorException.NotFound unknown) {
            return new Answer.Unknown();
        } catch (CallNotPermittedException | RestClientException | JacksonException failed) {
            log.warn("Evidence is not to be had from {}: {}", settings.url(), failed.toString());
            return new Answer.NotNow();
        }
    }
}
