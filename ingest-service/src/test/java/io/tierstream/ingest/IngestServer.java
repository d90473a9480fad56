package io.tierstream.ingest;

import io.tierstream.testing.TestBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This service as it runs, with a key for each role, in the JVM of a test. */
public final class IngestServer implements AutoCloseable {

    /** An answer, its body read as JSON where it is JSON. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String text) {

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(text);
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private IngestServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it against the broker of the tests. */
    public static IngestServer start(Path data, String... settings) {
        return startAt(TestBroker.bootstrapServers(), data, settings);
    }

    /** Starts it against a broker. */
    public static IngestServer startAt(String bootstrapServers, Path data, String... settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", 0);
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers);
        properties.put("tierstream.imports.data-dir", data.toString());
        properties.put("tierstream.rates.USD", "0.92");
        String[] roles = {"publisher", "support", "ops", "admin"};
        for (int i = 0; i < roles.length; i++) {
            properties.put("tierstream.security.api-keys[" + i + "].name", roles[i] + "-machine");
            properties.put("tierstream.security.api-keys[" + i + "].role", roles[i]);
            properties.put("tierstream.security.api-keys[" + i + "].sha256", sha256(roles[i] + "-key"));
        }
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        return new IngestServer(new SpringApplicationBuilder(IngestApplication.class)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new)));
    }

    /** Its beans of a type. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** Its address, without a slash at the end. */
    public String address() {
        return "http://localhost:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** A request with the key of a role. */
    public HttpRequest.Builder request(String role, String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).header("X-API-Key", role + "-key");
    }

    /** Sends a request. */
    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gets something. */
    public Answer get(String role, String path) {
        return send(request(role, path));
    }

    /** Posts a body as a publisher. */
    public Answer post(String path, String contentType, BodyPublisher body) {
        return send(
                request("publisher", path).header("Content-Type", contentType).POST(body));
    }

    /** Posts events as a publisher. */
    public Answer publish(String contentType, String body) {
        return post("/v1/events", contentType, BodyPublishers.ofString(body));
    }

    @Override
    public void close() {
        context.close();
    }

    /** What configuration holds of a key. */
    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
