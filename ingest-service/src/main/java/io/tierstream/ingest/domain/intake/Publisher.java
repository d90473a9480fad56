package io.tierstream.ingest.domain.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who publishes, and what they are limited to.
 *
 * @param name for records and limits of rate
 * @param eventTypes the types they may publish; empty: all
 * @param sources the CloudEvents sources they may name; empty: all
 */
public record Publisher(String name, Set<String> eventTypes, Set<String> sources) {

    public Publisher {
        eventTypes = Set.copyOf(eventTypes);
        sources = Set.copyOf(sources);
    }

    /** What this publisher must not say of an event of this type and source; empty: it may. */
    public List<Problem> objections(String type, String source) {
        List<Problem> problems = new ArrayList<>();
        if (!eventTypes.isEmpty() && !eventTypes.contains(type)) {
            problems.add(
                    Problem.notAllowed("/type", "may not be published by " + name + ", only " + sorted(eventTypes)));
        }
        if (!sources.isEmpty() && !sources.contains(source)) {
            problems.add(Problem.notAllowed("/source", "may not be named by " + name + ", only " + sorted(sources)));
        }
        return problems;
    }

    private static Set<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }
}
