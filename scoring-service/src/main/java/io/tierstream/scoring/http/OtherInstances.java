package io.tierstream.scoring.http;

import io.tierstream.scoring.streams.ScoringUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Asks the instance that has a customer, once, with the caller's own credentials. */
@Component
class OtherInstances {

    /** Says that a request was passed on already, so that it never goes round. */
    private static final String PASSED_ON = "X-Tierstream-Passed-On";

    private static final List<String> CREDENTIALS = List.of("X-API-Key", HttpHeaders.AUTHORIZATION);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * The other instance's answer to this request.
     *
     * @param address {@code host:port}
     */
    ResponseEntity<byte[]> ask(String address, HttpServletRequest request) {
        if (request.getHeader(PASSED_ON) != null) {
            throw RequestProblem.later("The customer is moving between instances");
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        HttpRequest.Builder onward = HttpRequest.newBuilder(uri("http://" + address + request.getRequestURI() + query))
                .timeout(TIMEOUT)
                .header(PASSED_ON, "1");
        for (String header : CREDENTIALS) {
            String value = request.getHeader(header);
            if (value != null) {
                onward.header(header, value);
            }
        }
        try {
            HttpResponse<byte[]> answer = client.send(onward.GET().build(), BodyHandlers.ofByteArray());
            ResponseEntity.BodyBuilder entity = ResponseEntity.status(answer.statusCode());
            answer.headers()
                    .firstValue(HttpHeaders.CONTENT_TYPE)
                    .ifPresent(type -> entity.contentType(MediaType.parseMediaType(type)));
            answer.headers()
                    .firstValue(HttpHeaders.RETRY_AFTER)
                    .ifPresent(seconds -> entity.header(HttpHeaders.RETRY_AFTER, seconds));
            return entity.body(answer.body());
        } catch (IOException e) {
            throw new ScoringUnavailableException("The instance that has the customer does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScoringUnavailableException("Interrupted", e);
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST,
                    "The address or one of its parameters cannot be read; percent-encode it as UTF-8.");
        }
    }
}
