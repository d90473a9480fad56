package io.tierstream.local.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** Apache Kafka as it is, broker and controller in one process, keeping its data in one folder. */
public final class BrokerServer {

    /** What the process prints once it answers. */
    public static final String READY = "The broker is ready";

    private BrokerServer() {}

    /**
     * Runs until the process is ended. The folder is prepared for Kafka the first time.
     *
     * @param args the address to listen on, the port, the port of the controller, and the folder of the data
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            throw new IllegalArgumentException("Expected: ADDRESS PORT CONTROLLER-PORT FOLDER");
        }
        Path folder = Path.of(args[3]).toAbsolutePath();
        format(folder);
        var server = new KafkaRaftServer(
                KafkaConfig.fromProps(
                        configuration(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), folder)),
                Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        server.startup();
        System.out.println(READY + " at " + args[0] + ":" + args[1]);
        server.awaitShutdown();
    }

    /** The broker's settings: one broker and controller on these ports of that address, its data in that folder. */
    public static Properties configuration(String address, int port, int controllerPort, Path folder) {
        String client = address + ":" + port;
        String controller = address + ":" + controllerPort;
        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://" + client + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", "PLAINTEXT://" + client);
        properties.put("log.dirs", folder.toString());
        // A misspelt topic shall be an error.
        properties.put("auto.create.topics.enable", "false");
        // After kill -9 the broker may only come back once its predecessor's session has ended.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "1000");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // There is one broker only.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // As small as one machine needs.
        properties.put("offsets.topic.num.partitions", "6");
        // What a start after kill -9 has to read before it is overtaken by itself: docs/decisions/0090.
        properties.put("offsets.topic.segment.bytes", Integer.toString(1 << 20));
        properties.put("transaction.state.log.num.partitions", "6");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        return properties;
    }

    private static void format(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(folder);
        var report = new ByteArrayOutputStream();
        try (var out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(out)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        }
    }
}
