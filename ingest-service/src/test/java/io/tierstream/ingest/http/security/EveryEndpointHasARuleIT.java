package io.tierstream.ingest.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.IngestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class EveryEndpointHasARuleIT {

    @Test
    void shouldDecideTheAudienceOfEveryMappedEndpoint(@TempDir Path data) {
        List<String> without = new ArrayList<>();
        int endpoints = 0;
        try (IngestServer server = IngestServer.start(data)) {
            for (var mapping : server.beans(RequestMappingInfoHandlerMapping.class)) {
                for (var endpoint : mapping.getHandlerMethods().keySet()) {
                    Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
                    for (String pattern : endpoint.getPatternValues()) {
                        for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
                            endpoints++;
                            if (!covered(method, pattern)) {
                                without.add(method + " " + pattern);
                            }
                        }
                    }
                }
            }
        }

        assertThat(endpoints).isGreaterThan(15);
        assertThat(without).as("endpoints without a rule in Routes").isEmpty();
    }

    private static boolean covered(RequestMethod method, String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x");
        MockHttpServletRequest request = new MockHttpServletRequest(method.name(), path);
        ServletRequestPathUtils.parseAndCache(request);
        return Routes.covers(request);
    }
}
