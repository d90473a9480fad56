package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PartitionReportsIT {

    /** As when a broker of a cluster has not heard yet of the topic that another one has just made. */
    @Test
    void shouldWaitForItsTopic(@TempDir Path folder, CapturedOutput output) throws Exception {
        var broker = TestBroker.separate(folder);
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(broker.address()));
        PartitionReports reports = new PartitionReports(kafka);
        reports.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", (Object) broker.address()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> output.getAll().contains("is not there yet"));
            assertThat(reports.isBrokerThere()).isFalse();

            admin.createTopics(List.of(new NewTopic(InternalTopics.REPORTS, 1, (short) 1)))
                    .all()
                    .get();
            TaskState state = TaskState.initial(
                    0,
                    ScorecardDocument.of(Scorecard.standard()),
                    LocalDate.parse("2026-11-22"),
                    CountingSettings.of(Bench.properties(Period.ofDays(365), "UTC")));
            producer.send(new ProducerRecord<>(InternalTopics.REPORTS, state.toBytes()))
                    .get();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> reports.latest().contains(state) && reports.isBrokerThere());
        } finally {
            reports.stop();
            broker.kill();
        }
    }
}
