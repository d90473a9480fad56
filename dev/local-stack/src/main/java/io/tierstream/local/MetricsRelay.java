package io.tierstream.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * A proxy for Prometheus before 2.55, which cannot send {@code X-API-Key}: passes on what is asked of the metrics of a
 * service of this machine, with the key from the environment. {@code dev/alerts} starts it where it is needed.
 */
final class MetricsRelay {

    private static final String KEY = "TIERSTREAM_OPS_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String key;

    private MetricsRelay(String key) {
        this.key = key;
    }

    /**
     * Listens until it is ended.
     *
     * @param args the port, on the loopback interface
     */
    public static void main(String... args) throws IOException {
        String key = System.getenv(KEY);
        if (args.length != 1 || key == null) {
            System.err.println("Start this with a port, and the key of role ops in " + KEY + ".");
            System.exit(64);
            return;
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/actuator/prometheus", new MetricsRelay(key)::pass);
        server.start();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!"localhost".equals(exchange.getRequestURI().getHost())) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            HttpResponse<byte[]> answer;
            try {
                answer = ask(exchange.getRequestURI());
            } catch (IOException e) {
                exchange.sendResponseHeaders(504, -1);
                return;
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> ask(URI metrics) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(metrics)
                        .header("X-API-Key", key)
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
