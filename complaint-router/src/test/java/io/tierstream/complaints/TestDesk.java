package io.tierstream.complaints;

import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.testing.TestBroker;
import io.tierstream.testing.TestStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A running instance of the service, what publishers and agents do with it, and what it tells others. */
public final class TestDesk implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final ConfigurableApplicationContext context;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestDesk(ConfigurableApplicationContext context, String broker) {
        this.context = context;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Starts an instance with a database and consumer group of this name and waits until it is ready. */
    public static TestDesk start(String name, String... properties) {
        TestDesk desk = startUnready(name, properties);
        desk.awaitReady();
        return desk;
    }

    /** Starts an instance without waiting. */
    public static TestDesk startUnready(String name, String... properties) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.port",
                "0",
                "spring.kafka.bootstrap-servers",
                TestBroker.bootstrapServers(),
                "spring.mongodb.uri",
                TestStore.connectionString(name),
                "tierstream.group",
                name,
                "tierstream.partitions",
                "3",
                "logging.level.org.apache.kafka",
                "ERROR"));
        int index = 0;
        for (String role : List.of("support", "ops", "admin", "publisher")) {
            String prefix = "tierstream.security.api-keys[" + index++ + "].";
            settings.put(prefix + "name", role + "-machine");
            settings.put(prefix + "role", role);
            settings.put(prefix + "sha256", sha256(key(role)));
        }
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        SpringApplication application = new SpringApplicationBuilder(ComplaintRouterApplication.class).build();
        List<String> arguments = new ArrayList<>();
        settings.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
        return new TestDesk(
                application.run(arguments.toArray(String[]::new)),
                String.valueOf(settings.get("spring.kafka.bootstrap-servers")));
    }

    public static String key(String role) {
        return role + "-key";
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Iterable<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Publishes an event and waits for the acknowledgement. */
    public void publish(Envelope envelope, EventData data) {
        publish(EventCodec.encode(new Event<>(envelope, data)));
    }

    public void publish(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Publishes without waiting. */
    public void publishLater(Envelope envelope, EventData data) {
        producer.send(EventCodec.encode(new Event<>(envelope, data)));
    }

    public void flush() {
        producer.flush();
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public JsonNode json(String path) {
        return json(get(path));
    }

    public static JsonNode json(HttpResponse<String> response) {
        return EventJson.mapper().readTree(response.body());
    }

    /** A POST as this agent, with an ETag unless it is empty. */
    public HttpResponse<String> post(String path, String agent, String etag, String body) {
        HttpRequest.Builder request = request(path)
                .header("X-Agent", agent)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!etag.isEmpty()) {
            request.header("If-Match", etag);
        }
        return send(request);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("X-API-Key", key("support"))
                .timeout(Duration.ofSeconds(30));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All ticket events on the topic so far whose complaint id begins with this, in the order of their partitions. */
    public static List<Event<TicketEvent>> ticketEvents(String prefix) {
        return ticketEvents(prefix, TestBroker.bootstrapServers());
    }

    /** The same on another broker than the shared one. */
    public static List<Event<TicketEvent>> ticketEvents(String prefix, String broker) {
        List<Event<TicketEvent>> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(Topics.TICKETS, broker)) {
            if (EventCodec.decode(record.topic(), record.value(), record.headers()) instanceof Decoded(var event)
                    && event.data() instanceof TicketEvent ticket
                    && ticket.complaintId().startsWith(prefix)) {
                events.add(new Event<>(event.envelope(), ticket));
            }
        }
        return events;
    }

    /** All records of a topic so far. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records(topic, TestBroker.bootstrapServers());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic, String broker) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        context.close();
    }
}
