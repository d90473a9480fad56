package io.tierstream.scoring.streams;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Asks all partitions to do something; see {@link ControlMessage}. */
@Component
public class ScoringControlPublisher {

    private static final int FIRST_PARTITION = 0;
    private static final long TIMEOUT_SECONDS = 10;

    private final KafkaTemplate<byte[], byte[]> template;
    private final Clock clock;

    ScoringControlPublisher(KafkaTemplate<byte[], byte[]> template, Clock clock) {
        this.template = template;
        this.clock = clock;
    }

    /**
     * Asks for another scorecard.
     *
     * @param given what of it is wanted, by names; what is not stays as it is by then
     * @throws ScoringUnavailableException if Kafka does not take it
     */
    public void publishScorecard(ScorecardDocument scorecard, List<String> given, String by) {
        publish(ControlMessage.newScorecard(scorecard, given, by, clock.instant()));
    }

    /**
     * Asks for an audit.
     *
     * @throws ScoringUnavailableException if Kafka does not take it
     */
    public void publishAudit(String auditId, String by) {
        publish(ControlMessage.newAudit(auditId, by, clock.instant()));
    }

    private void publish(ControlMessage message) {
        try {
            template.send(new ProducerRecord<>(InternalTopics.CONTROL, FIRST_PARTITION, null, message.toBytes()))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScoringUnavailableException("Interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new ScoringUnavailableException("Kafka does not answer", e);
        }
    }
}
