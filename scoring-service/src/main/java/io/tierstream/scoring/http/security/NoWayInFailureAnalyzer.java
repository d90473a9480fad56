package io.tierstream.scoring.http.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a {@link NoWayInException} as what is wrong and what to do, without a stack trace. */
final class NoWayInFailureAnalyzer extends AbstractFailureAnalyzer<NoWayInException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoWayInException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
