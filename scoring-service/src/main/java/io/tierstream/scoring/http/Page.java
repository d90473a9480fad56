package io.tierstream.scoring.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Which part of a list is asked for. */
record Page(int limit, int offset) {

    private static final int MAX = 1_000;

    static Page of(int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST,
                    "A parameter is wrong",
                    List.of(new RequestProblem.Error("/limit", "range", "must be from 1 to " + MAX)));
        }
        return new Page(limit, cursor == null ? 0 : decoded(cursor));
    }

    /** The cursor of the page after this one; absent when this one ends the list. */
    @Nullable String next(int size) {
        return offset >= size - limit
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Integer.toString(offset + limit).getBytes(StandardCharsets.UTF_8));
    }

    private static int decoded(String cursor) {
        try {
            int offset = Integer.parseInt(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (offset >= 0) {
                return offset;
            }
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        throw wrong();
    }

    private static RequestProblem wrong() {
        return new RequestProblem(
                HttpStatus.BAD_REQUEST,
                "A parameter is wrong",
                List.of(new RequestProblem.Error("/cursor", "cursor", "must be one that an answer gave as next")));
    }
}
