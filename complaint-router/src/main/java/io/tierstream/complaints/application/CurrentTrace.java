package io.tierstream.complaints.application;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.tierstream.contracts.Lineage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The trace that this thread works for, such as that of a person's request. */
@Component
final class CurrentTrace {

    private final @Nullable Tracer tracer;

    CurrentTrace(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer.getIfAvailable();
    }

    /** As W3C Trace Context writes it; null where there is none. */
    @Nullable String parent() {
        Span span = tracer == null ? null : tracer.currentSpan();
        if (span == null) {
            return null;
        }
        TraceContext context = span.context();
        return Lineage.checked("00-" + context.traceId() + "-" + context.spanId()
                + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00"));
    }
}
