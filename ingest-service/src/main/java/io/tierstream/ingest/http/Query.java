package io.tierstream.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
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
        return value == null ? null : UriUtils.decode(value, java.nio.charset.StandardCharsets.UTF_8);
    }
}
