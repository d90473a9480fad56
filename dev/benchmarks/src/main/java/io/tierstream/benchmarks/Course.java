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

/** A broker of its own with events on it, through which the alternatives run one after the other. */
final class Course implements AutoCloseable {

    static final int COMMIT_INTERVAL_MS = 100;
    static final int THREADS = 2;
    static final List<String> SOURCES = List.of(Topics.ORDERS, Topics.PAYMENTS, Topics.COMPLAINTS);

    private static final String PLAIN_OUTPUT = "benchmark-sums";
    private static final double STARTING_SHARE = 0.2;

    private final Path folder;
    private final Workload workload;
    private final ManagedProcess broker;
    private final Admin admin;
    private int runs;

    Course(Workload workload) throws Exception {
        this.workload = workload;
        this.folder = Files.createTempDirectory("tierstream-benchmark");
        this.broker = Servers.broker(Files.createDirectory(folder.resolve("broker")));
        broker.start();
        broker.awaitReady(Duration.ofMinutes(2));
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
        List<TopicSpec> topics = new ArrayList<>(Topics.all());
        topics.add(new TopicSpec(PLAIN_OUTPUT, Cleanup.COMPACT));
        TopicCreation.ensure(admin, topics, Topics.DEFAULT_PARTITIONS, (short) 1);
        System.out.printf("Publishing %,d events of %,d customers …%n", workload.events(), workload.customers());
        workload.publish(broker.address(), Instant.now());
    }

    String brokers() {
        return broker.address();
    }

    Measured plain() throws Exception {
        String application = "plain-" + ++runs;
        try (PlainAggregate aggregate =
                new PlainAggregate(broker.address(), application, SOURCES, PLAIN_OUTPUT, folder.resolve(application))) {
            aggregate.start();
            return progress(application).measured();
        }
    }

    Measured scoring() throws Exception {
        String application = "scoring-" + ++runs;
        try (ConfigurableApplicationContext service = service(application)) {
            return progress(application).measured();
        }
    }

    /** scoring-service as it runs in production, in this process. */
    ConfigurableApplicationContext service(String application, Class<?>... more) {
        return new SpringApplicationBuilder(ScoringApplication.class)
                .sources(more)
                .profiles("local")
                .run(
                        "--spring.application.name=" + application,
                        "--spring.kafka.bootstrap-servers=" + broker.address(),
                        "--spring.kafka.streams.state-dir=" + folder.resolve(application),
                        "--spring.kafka.streams.properties.num.stream.threads=" + THREADS,
                        "--spring.kafka.streams.properties.commit.interval.ms=" + COMMIT_INTERVAL_MS,
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=WARN",
                        "--server.port=0");
    }

    Progress progress(String application) {
        long starting = (long) (STARTING_SHARE * workload.events());
        return new Progress(
                admin,
                application,
                SOURCES,
                workload.introduced() ? Math.max(starting, workload.customers()) : starting,
                workload.events());
    }

    @Override
    public void close() {
        admin.close();
        broker.stop(Duration.ofSeconds(10));
    }
}
