package io.tierstream.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The parameters in the address of a request, and only those: asking the servlet for parameters would read a body that
 * calls itself a form, as curl's does unless told otherwise.
 */
record Query(MultiValueMap<String, String> parameters) {

    static Query of(HttpServletRequest request) {
        return new Query(UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams());
    }

    @Nullable String get(String name) {
        String value = parameters.getFirst(name);
        try {
            return value == null ? null : UriUtils.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST, "The parameter " + name + " cannot be read; percent-encode it as UTF-8.");
        }
    }
}
