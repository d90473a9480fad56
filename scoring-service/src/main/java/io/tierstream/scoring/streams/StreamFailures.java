package io.tierstream.scoring.streams;

import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What becomes of a stream thread that ends: another takes its place, unless that one could not do better. */
@Component
class StreamFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(StreamFailures.class);

    private volatile @Nullable String refusal;

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof OtherSettingsException other) {
                refusal = other.getMessage();
                log.error("This instance stops working and is not ready. {}", refusal);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        log.error("A stream thread ended and is replaced", exception);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Why this instance works no more, until it is started anew; absent while nothing speaks against it. */
    @Nullable String refusal() {
        return refusal;
    }
}
