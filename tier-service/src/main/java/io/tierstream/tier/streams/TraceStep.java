package io.tierstream.tier.streams;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import io.tierstream.contracts.Lineage;
import java.util.concurrent.TimeUnit;

/**
 * This service's part of a trace: a span per record that changes a tier, from when the record was written, and only where
 * somebody records the trace. Otherwise the trace is passed on as it came.
 */
interface TraceStep {

    TraceStep NONE = (cause, since) -> cause;

    /**
     * What to pass on.
     *
     * @param since when the record was written, in milliseconds since 1970
     */
    Lineage step(Lineage cause, long since);

    static TraceStep recorded(Propagator propagator) {
        return (cause, since) -> {
            if (!cause.isSampled()) {
                return cause;
            }
            Span graded = propagator
                    .extract(cause, (from, name) -> name.equals(Lineage.TRACE_PARENT) ? from.traceParent() : null)
                    .name("grade customer")
                    .kind(Span.Kind.CONSUMER)
                    .startTimestamp(since, TimeUnit.MILLISECONDS)
                    .start();
            graded.end();
            TraceContext context = graded.context();
            return cause.with("00-" + context.traceId() + "-" + context.spanId() + "-01");
        };
    }
}
