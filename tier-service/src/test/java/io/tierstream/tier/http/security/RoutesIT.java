package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesIT extends TierServiceUnderTest {

    @Autowired
    List<RequestMappingHandlerMapping> mappings;

    @Test
    void shouldSayForEveryEndpointWhoMayCallIt() {
        List<String> withoutRule = new ArrayList<>();
        for (RequestMappingHandlerMapping mapping : mappings) {
            for (RequestMappingInfo endpoint : mapping.getHandlerMethods().keySet()) {
                for (String pattern : endpoint.getPatternValues()) {
                    Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
                    for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
                        String path = pattern.replaceAll("\\{\\*?[^}]*}", "x").replace("/**", "/x");
                        if (!Routes.covers(new MockHttpServletRequest(method.name(), path))) {
                            withoutRule.add(method + " " + pattern);
                        }
                    }
                }
            }
        }

        assertThat(withoutRule).isEmpty();
    }
}
