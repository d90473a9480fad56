package io.tierstream.e2e;

import io.tierstream.contracts.EventJson;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an HTTP request was answered. */
record Answer(String request, HttpResponse<String> response) {

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    JsonNode json() {
        return EventJson.mapper().readTree(response.body());
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** This answer, or a failure that shows all of it. */
    Answer expect(int status) {
        if (status() != status) {
            throw new AssertionError("expected " + status + ": " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        String body = body();
        return request + " → " + status() + " " + (body.length() > 2_000 ? body.substring(0, 2_000) + "…" : body);
    }
}
