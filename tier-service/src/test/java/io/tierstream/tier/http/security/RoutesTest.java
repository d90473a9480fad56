package io.tierstream.tier.http.security;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules alone, in front of an application that answers everything. */
@SpringBootTest(properties = "management.endpoint.health.validate-group-membership=false")
@AutoConfigureMockMvc
@ActiveProfiles("local")
class RoutesTest {

    @Autowired
    MockMvc mvc;

    @DynamicPropertySource
    static void callers(DynamicPropertyRegistry registry) {
        List<String> roles = List.of("publisher", "support", "ops", "admin");
        for (int i = 0; i < roles.size(); i++) {
            String role = roles.get(i);
            String prefix = "tierstream.security.api-keys[" + i + "].";
            registry.add(prefix + "name", () -> role);
            registry.add(prefix + "role", () -> role);
            registry.add(prefix + "sha256", () -> HexFormat.of().formatHex(ApiKeys.hash(role + "-key")));
        }
        registry.add("tierstream.security.accounts[0].name", () -> "olga");
        registry.add("tierstream.security.accounts[0].role", () -> "ops");
        registry.add(
                "tierstream.security.accounts[0].password",
                () -> "{bcrypt}" + new BCryptPasswordEncoder(4).encode("right"));
    }

    @ParameterizedTest
    @CsvSource({
        // method, path, who may: of publisher, support, ops, admin
        "GET,    /v1/customers,                 support ops admin",
        "GET,    /v1/customers/x,               support ops admin",
        "GET,    /v1/customers/a%3Ab%2Ec,       support ops admin",
        "GET,    /v1/customers/x/changes,       support ops admin",
        "GET,    /v1/customers/x/tier,          support ops admin",
        "PUT,    /v1/customers/x/override,      ops admin",
        "DELETE, /v1/customers/x/override,      ops admin",
        "GET,    /v1/commands/x,                ops admin",
        "GET,    /v1/tier-changes,              support ops admin",
        "GET,    /v1/tier-changes/stream,       support ops admin",
        "GET,    /v1/policy,                    ops admin",
        "GET,    /v1/policies,                  ops admin",
        "GET,    /v1/policies/3,                ops admin",
        "POST,   /v1/policies,                  ops admin",
        "POST,   /v1/policies/3/activate,       admin",
        "GET,    /v1/policies/3/differences,    ops admin",
        "POST,   /v1/policies/3/simulations,    ops admin",
        "POST,   /v1/policies/simulations,      ops admin",
        "GET,    /v1/shadow,                    ops admin",
        "PUT,    /v1/shadow,                    ops admin",
        "DELETE, /v1/shadow,                    ops admin",
        "GET,    /v1/audit,                     ops admin",
        "POST,   /v1/visits,                    ops admin",
        "POST,   /v1/order-priorities,          ops admin",
        "GET,    /v1/webhooks,                  admin",
        "POST,   /v1/webhooks/x/replay,         admin",
        "POST,   /v1/webhooks/x/deliveries/tickets-1@2/replay, admin",
        "GET,    /v1/cut-offs,                  ops admin",
        "POST,   /v1/cut-offs,                  ops admin",
        "GET,    /,                             support ops admin",
        "GET,    /live/overview,                support ops admin",
        "GET,    /customers,                    support ops admin",
        "GET,    /customers/x,                  support ops admin",
        "GET,    /customers/x/live,             support ops admin",
        "GET,    /customers/x/then,             support ops admin",
        "GET,    /customers/x/evidence/profit,  ops admin",
        "POST,   /customers/x/override,         ops admin",
        "GET,    /policy,                       ops admin",
        "GET,    /policy/3/simulation,          ops admin",
        "POST,   /policy/try,                   ops admin",
        "POST,   /policy/drafts,                ops admin",
        "POST,   /policy/3/again,               ops admin",
        "POST,   /policy/3/shadow,              ops admin",
        "POST,   /policy/3/activate,            admin",
        "GET,    /policy/activations/x,         ops admin",
        "GET,    /priorities,                   ops admin",
        "POST,   /priorities,                   ops admin",
        "POST,   /priorities/file,              ops admin",
        "POST,   /visits,                       ops admin",
        "GET,    /reports/visits,               ops admin",
        "GET,    /audit,                        ops admin",
        "GET,    /webhooks,                     admin",
        "GET,    /webhooks/x,                   admin",
        "POST,   /webhooks/x/test,              admin",
        "POST,   /webhooks/x/delete,            admin",
        "GET,    /actuator/prometheus,          ops admin",
        "GET,    /v3/api-docs,                  publisher support ops admin",
    })
    void shouldLetOnlyTheseRolesIn(String method, String path, String allowed) throws Exception {
        for (String role : List.of("publisher", "support", "ops", "admin")) {
            boolean may = List.of(allowed.split(" ")).contains(role);
            mvc.perform(request(HttpMethod.valueOf(method), URI.create(path)).header("X-API-Key", role + "-key"))
                    .andExpect(may ? status().isOk() : status().isForbidden());
        }
        mvc.perform(request(HttpMethod.valueOf(method), URI.create(path)).with(csrf()))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldKnowNothingElse() throws Exception {
        mvc.perform(get("/v1/elsewhere").header("X-API-Key", "admin-key")).andExpect(status().isNotFound());
        mvc.perform(post("/v1/customers").header("X-API-Key", "admin-key")).andExpect(status().isNotFound());
    }

    @Test
    void shouldRefuseAFormOfASessionWithoutItsToken() throws Exception {
        MockHttpSession session = (MockHttpSession) mvc.perform(post("/login")
                        .param("username", "olga")
                        .param("password", "right")
                        .with(csrf()))
                .andExpect(redirectedUrl("/"))
                .andReturn()
                .getRequest()
                .getSession();

        mvc.perform(post("/customers/x/override").session(session)).andExpect(status().isForbidden());
        mvc.perform(post("/customers/x/override").session(session).with(csrf())).andExpect(status().isOk());
    }

    @Test
    void shouldSendPeopleToSignInAndForbidInlineScripts() throws Exception {
        mvc.perform(get("/customers").accept(MediaType.TEXT_HTML)).andExpect(redirectedUrl("/login"));
        mvc.perform(get("/").header("X-API-Key", "ops-key"))
                .andExpect(header().string(
                                "Content-Security-Policy", org.hamcrest.Matchers.containsString("script-src 'self'")))
                .andExpect(header().string("X-Frame-Options", "DENY"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {KafkaAutoConfiguration.class, MongoAutoConfiguration.class, DataMongoAutoConfiguration.class})
    @Import({SecurityConfiguration.class, Everything.class})
    static class Application {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @RestController
    static class Everything {

        @RequestMapping("/**")
        String anything() {
            return "here";
        }
    }
}
