package io.tierstream.complaints.kafka;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import io.tierstream.contracts.Lineage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The desk's part of traces: a span per tier change that is taken in, from when it was written, and only where somebody
 * records the trace. Otherwise the trace goes on as it came.
 */
@Component
class TraceSteps {

    private final @Nullable Propagator propagator;

    TraceSteps(ObjectProvider<Propagator> propagator) {
        this.propagator = propagator.getIfAvailable();
    }

    /** What goes on from a tier change. */
    Lineage step(ConsumerRecord<byte[], byte[]> record) {
        Lineage cause = Lineage.of(record.headers());
        if (propagator == null || !cause.isSampled()) {
            return cause;
        }
        Span taken = propagator
                .extract(cause, (from, name) -> name.equals(Lineage.TRACE_PARENT) ? from.traceParent() : null)
                .name("re-order tickets")
                .kind(Span.Kind.CONSUMER)
                .startTimestamp(record.timestamp(), TimeUnit.MILLISECONDS)
                .start();
        taken.end();
        TraceContext context = taken.context();
        return cause.with("00-" + context.traceId() + "-" + context.spanId() + "-01");
    }
}
