package io.tierstream.e2e;

import io.tierstream.contracts.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One service's HTTP API, called with one role's key. */
final class Api {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI address;
    private final String key;

    Api(URI address, String key) {
        this.address = address;
        this.key = key;
    }

    /** A value as part of a path. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Answer get(String path) {
        return send("GET", path, Map.of(), new byte[0]);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer put(String path, String json, String... headers) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer send(String method, String path, String contentType, byte[] body, String... headers) {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("Content-Type", contentType);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return send(method, path, all, body);
    }

    Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        try {
            return trySend(method, path, headers, body);
        } catch (IOException e) {
            throw new AssertionError(method + " " + address + path + " was not answered", e);
        }
    }

    /** @throws IOException if nobody answers, as while the service is away */
    Answer trySend(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!key.isEmpty() && !headers.containsKey("X-API-Key")) {
            request.header("X-API-Key", key);
        }
        headers.forEach(request::header);
        try {
            return new Answer(
                    method + " " + path,
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything of a list, page by page. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String next = path + separator + "limit=1000";
        while (next != null) {
            JsonNode page = get(next).expect(200).json();
            page.path("items").forEach(items::add);
            JsonNode cursor = page.path("next");
            next = cursor.isMissingNode() || cursor.isNull()
                    ? null
                    : path + separator + "limit=1000&cursor=" + encoded(cursor.asString());
        }
        return items;
    }

    static <T> T read(JsonNode json, Class<T> type) {
        return EventJson.mapper().treeToValue(json, type);
    }
}
