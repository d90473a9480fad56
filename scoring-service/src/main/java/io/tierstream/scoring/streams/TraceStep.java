package io.tierstream.scoring.streams;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import io.tierstream.contracts.Lineage;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * This service's part of a trace: a span per score that is told, from the acceptance of what caused it, and only where
 * somebody records the trace. Otherwise the trace is passed on as it came.
 */
interface TraceStep {

    TraceStep NONE = cause -> cause;

    /** What to pass on. */
    Lineage step(Lineage cause);

    static TraceStep recorded(Propagator propagator) {
        return cause -> {
            if (!cause.isSampled()) {
                return cause;
            }
            Span.Builder span = propagator
                    .extract(cause, (from, name) -> name.equals(Lineage.TRACE_PARENT) ? from.traceParent() : null)
                    .name("score customer")
                    .kind(Span.Kind.CONSUMER);
            Instant since = cause.acceptedAt();
            if (since != null) {
                span.startTimestamp(since.toEpochMilli(), TimeUnit.MILLISECONDS);
            }
            Span scored = span.start();
            scored.end();
            TraceContext context = scored.context();
            return cause.with("00-" + context.traceId() + "-" + context.spanId() + "-01");
        };
    }
}
