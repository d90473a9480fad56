package io.tierstream.benchmarks;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventJson;
import io.tierstream.local.LocalStack;
import io.tierstream.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to the services of a stack as other systems do; whatever is not answered as expected ends the benchmark. */
record Client(LocalStack stack) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** Publishes events in one request and waits for Kafka's acknowledgement. */
    void publish(byte[] lines) {
        send(
                Service.INGEST,
                "publisher",
                "POST",
                "/v1/events",
                Map.of("Content-Type", "application/x-ndjson"),
                lines,
                202);
    }

    /** Publishes one event in structured mode. */
    void publishOne(byte[] event) {
        send(
                Service.INGEST,
                "publisher",
                "POST",
                "/v1/events",
                Map.of("Content-Type", "application/cloudevents+json"),
                event,
                202);
    }

    JsonNode get(Service service, String role, String path) {
        return json(send(service, role, "GET", path, Map.of(), new byte[0], 200));
    }

    JsonNode post(Service service, String role, String path, String body, int... expected) {
        return json(send(
                service,
                role,
                "POST",
                path,
                Map.of("Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8),
                expected));
    }

    HttpResponse<String> send(
            Service service,
            String role,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            int... expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stack.address(service) + path))
                .timeout(Duration.ofMinutes(2))
                .header("X-API-Key", stack.credentials().key(role))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            for (int status : expected) {
                if (answer.statusCode() == status) {
                    return answer;
                }
            }
            throw new IllegalStateException(
                    method + " " + path + " was answered with " + answer.statusCode() + ": " + answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return EventJson.mapper().readTree(answer.body());
    }

    static byte[] lines(List<? extends Event<?>> events) {
        return events.stream()
                .map(Client::structured)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An event in structured mode. */
    static String structured(Event<?> event) {
        ObjectNode json = EventJson.mapper().createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", event.envelope().id());
        json.put("source", event.envelope().source());
        json.put("type", event.envelope().type());
        json.put("time", event.envelope().time().toString());
        json.put("subject", event.data().customerId());
        json.put("datacontenttype", "application/json");
        json.set("data", EventJson.mapper().valueToTree(event.data()));
        return json.toString();
    }
}
