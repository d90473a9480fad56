package io.tierstream.ingest.kafka;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.tierstream.contracts.Lineage;
import io.tierstream.ingest.application.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/**
 * Stores events in Kafka, acknowledged by all replicas in sync, and says so quickly when it cannot: the circuit breaker
 * {@code kafka} opens when most of the latest attempts failed, so that callers need not wait for a timeout each; the
 * bulkhead {@code kafka} bounds how many callers wait at the same time.
 */
@Component
class EventPublisher implements EventLog {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final @Nullable Tracer tracer;
    private final Counter stored;
    private final Counter notStored;

    EventPublisher(
            KafkaTemplate<byte[], byte[]> kafka,
            CircuitBreakerRegistry breakers,
            BulkheadRegistry bulkheads,
            ObjectProvider<Tracer> tracer,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.tracer = tracer.getIfAvailable();
        this.stored = intake(meters, "stored");
        this.notStored = intake(meters, "not_stored");
        this.breaker = breakers.circuitBreaker("kafka");
        this.bulkhead = bulkheads.bulkhead("kafka");
    }

    private static Counter intake(MeterRegistry meters, String outcome) {
        return Counter.builder("tierstream.intake.events")
                .description("Events that were good, by whether Kafka acknowledged them")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public Storing store(List<ProducerRecord<byte[], byte[]>> records) {
        Storing storing = tryToStore(records);
        switch (storing) {
            case Stored ignored -> stored.increment(records.size());
            case NotStored ignored -> notStored.increment(records.size());
        }
        return storing;
    }

    private Storing tryToStore(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return new Stored(List.of());
        }
        if (!bulkhead.tryAcquirePermission()) {
            return new NotStored(Duration.ofSeconds(1), "too many requests at the same time");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                return new NotStored(Duration.ofSeconds(5), "Kafka is away");
            }
            long start = breaker.getCurrentTimestamp();
            try {
                List<Place> places = send(records);
                breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
                return new Stored(places);
            } catch (ExecutionException | KafkaException | org.springframework.kafka.KafkaException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), cause);
                log.warn("{} events not stored: {}", records.size(), cause.toString());
                return new NotStored(Duration.ofSeconds(5), "Kafka does not acknowledge");
            } catch (InterruptedException e) {
                breaker.releasePermission();
                Thread.currentThread().interrupt();
                return new NotStored(Duration.ofSeconds(5), "the service is stopping");
            }
        } finally {
            bulkhead.onComplete();
        }
    }

    /** The trace of the request that brings the events: one header for all of them, rather than a span for each. */
    private byte @Nullable [] traceParent() {
        Span span = tracer == null ? null : tracer.currentSpan();
        if (span == null) {
            return null;
        }
        TraceContext context = span.context();
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        String traceParent = Lineage.checked("00-" + context.traceId() + "-" + context.spanId() + "-" + flags);
        return traceParent == null ? null : traceParent.getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<Place> send(List<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        byte[] traceParent = traceParent();
        List<CompletableFuture<SendResult<byte[], byte[]>>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (traceParent != null) {
                record.headers().remove(Lineage.TRACE_PARENT).add(Lineage.TRACE_PARENT, traceParent);
            }
            CompletableFuture<SendResult<byte[], byte[]>> sending = kafka.send(record);
            sent.add(sending);
            if (sending.isCompletedExceptionally()) {
                break;
            }
        }
        List<Place> places = new ArrayList<>(records.size());
        for (CompletableFuture<SendResult<byte[], byte[]>> future : sent) {
            var metadata = future.get().getRecordMetadata();
            places.add(new Place(metadata.topic(), metadata.partition(), metadata.offset()));
        }
        return places;
    }
}
