package io.tierstream.benchmarks;

import io.tierstream.benchmarks.Progress.Measured;
import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.TopicSpec;
import io.tierstream.contracts.TopicSpec.Cleanup;
import io.tierstream.contracts.Topics;
import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Servers;
import io.tierstream.scoring.ScoringApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * scoring-service as it is (exactly once, ledger, duplicate check, agenda, scores as events) next to the plain
 * exactly-once aggregate, in turn on the same broker with the same events, threads and commit interval.
 */
public final class ScoringBenchmark {

    static final int COMMIT_INTERVAL_MS = 100;
    static final int THREADS = 2;

    private static final List<String> SOURCES = List.of(Topics.ORDERS, Topics.PAYMENTS, Topics.COMPLAINTS);
    private static final String PLAIN_OUTPUT = "benchmark-sums";

    private ScoringBenchmark() {}

    /** Arguments, all optional: events, customers, pairs of runs. */
    public static void main(String[] arguments) throws Exception {
        int events = argument(arguments, 0, 300_000);
        int customers = argument(arguments, 1, 100_000);
        int pairs = argument(arguments, 2, 3);
        Path folder = Files.createTempDirectory("tierstream-benchmark");
        ManagedProcess broker = Servers.broker(Files.createDirectory(folder.resolve("broker")));
        broker.start();
        try {
            broker.awaitReady(Duration.ofMinutes(2));
            run(broker.address(), new Workload(events, customers), pairs, folder);
        } finally {
            broker.stop(Duration.ofSeconds(10));
        }
    }

    private static void run(String brokers, Workload workload, int pairs, Path folder) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            List<TopicSpec> topics = new ArrayList<>(Topics.all());
            topics.add(new TopicSpec(PLAIN_OUTPUT, Cleanup.COMPACT));
            TopicCreation.ensure(admin, topics, Topics.DEFAULT_PARTITIONS, (short) 1);
            System.out.printf("Publishing %,d events of %,d customers …%n", workload.events(), workload.customers());
            workload.publish(brokers, Instant.now());
            Comparison comparison = new Comparison("plain aggregate", "scoring-service");
            for (int i = 0; i <= pairs; i++) {
                Path state = Files.createDirectory(folder.resolve("pair-" + i));
                // Each is first as often as the other, so that neither always finds the machine as the other left it.
                Measured plainRun = null;
                if (i % 2 == 0) {
                    plainRun = plain(brokers, admin, workload, "plain-" + i, state);
                }
                Measured scoringRun = scoring(brokers, admin, workload, "scoring-benchmark-" + i, state);
                if (plainRun == null) {
                    plainRun = plain(brokers, admin, workload, "plain-" + i, state);
                }
                comparison.add(plainRun, scoringRun, i > 0);
            }
            comparison.printMedians();
        }
    }

    private static Measured plain(String brokers, Admin admin, Workload workload, String application, Path state)
            throws Exception {
        try (PlainAggregate aggregate =
                new PlainAggregate(brokers, application, SOURCES, PLAIN_OUTPUT, state.resolve("plain"))) {
            aggregate.start();
            return new Progress(admin, application, SOURCES, workload.events()).measured();
        }
    }

    private static Measured scoring(String brokers, Admin admin, Workload workload, String application, Path state)
            throws Exception {
        try (ConfigurableApplicationContext service = new SpringApplicationBuilder(ScoringApplication.class)
                .profiles("local")
                .run(
                        "--spring.application.name=" + application,
                        "--spring.kafka.bootstrap-servers=" + brokers,
                        "--spring.kafka.streams.state-dir=" + state.resolve("scoring"),
                        "--spring.kafka.streams.properties.num.stream.threads=" + THREADS,
                        "--spring.kafka.streams.properties.commit.interval.ms=" + COMMIT_INTERVAL_MS,
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=WARN",
                        "--server.port=0")) {
            return new Progress(admin, application, SOURCES, workload.events()).measured();
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
