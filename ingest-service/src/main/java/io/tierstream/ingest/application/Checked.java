package io.tierstream.ingest.application;

import io.tierstream.ingest.domain.intake.Problem;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What checking an event gave. */
public sealed interface Checked {

    /** It keeps all rules and can be stored like this. */
    record Good(String id, ProducerRecord<byte[], byte[]> record) implements Checked {}

    /** It does not. */
    record Bad(List<Problem> problems) implements Checked {

        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
