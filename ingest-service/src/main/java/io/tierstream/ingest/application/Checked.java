package io.tierstream.ingest.application;

import io.tierstream.ingest.domain.intake.Problem;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What checking an event gave. */
public sealed interface Checked {

    /** It keeps all rules and can be stored like this. */
    record Good(String id, ProducerRecord<byte[], byte[]> record) implements Checked {}

    /**
     * It does not.
     *
     * @param problems at least one, the first found first, unless some are left out
     * @param gravest the gravest of all, also of those that are left out
     * @param leftOut how many more were found than problems says
     */
    record Bad(List<Problem> problems, Problem.Kind gravest, int leftOut) implements Checked {

        public Bad {
            problems = List.copyOf(problems);
        }

        /** All that is wrong with it; at least one problem. */
        public Bad(List<Problem> problems) {
            this(
                    problems,
                    problems.stream().map(Problem::kind).min(Enum::compareTo).orElseThrow(),
                    0);
        }

        /** The same with at most so many problems, the others only counted. */
        public Bad first(int most) {
            return problems.size() <= most
                    ? this
                    : new Bad(problems.subList(0, most), gravest, leftOut + problems.size() - most);
        }
    }
}
