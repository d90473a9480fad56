package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Holds answers against the API description. */
public final class DescribedApi {

    /** What is answered is the only status below 300 that is described. */
    public static final Set<String> ONE_ANSWER = Set.of();

    private DescribedApi() {}

    /**
     * Fails unless status and type of an answer are described.
     *
     * @param template the operation's path as described, perhaps with a query
     * @param good the statuses below 300 that are described
     */
    public static void agrees(
            JsonNode description, String method, String template, HttpResponse<String> answer, Set<String> good) {
        String status = Integer.toString(answer.statusCode());
        JsonNode responses = description
                .get("paths")
                .get(template.replaceAll("\\?.*", ""))
                .get(method.toLowerCase(Locale.ROOT))
                .get("responses");
        String called = method + " " + template + ": " + status + " " + answer.body();
        assertThat(responses.propertyNames()).as(called).contains(status);
        assertThat(responses.propertyNames().stream().filter(each -> each.startsWith("2")))
                .as(called)
                .containsExactlyInAnyOrderElementsOf(good.isEmpty() ? Set.of(status) : good);
        JsonNode content = responses.get(status).path("content");
        if (answer.body().isEmpty()) {
            assertThat(content.propertyNames()).as(called).isEmpty();
        } else {
            MediaType type = MediaType.parseMediaType(
                    answer.headers().firstValue("Content-Type").orElseThrow());
            assertThat(content.propertyNames())
                    .as(called)
                    .anyMatch(described -> MediaType.parseMediaType(described).includes(type));
            assertThat(content.valueStream())
                    .as(called)
                    .allMatch(each -> !known(description, each.path("schema")).isEmpty());
        }
    }

    private static JsonNode known(JsonNode description, JsonNode schema) {
        String name = schema.path("$ref").stringValue("");
        return name.isEmpty() ? schema : description.at(name.substring(1));
    }
}
