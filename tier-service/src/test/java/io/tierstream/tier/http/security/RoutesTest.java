package io.tierstream.tier.http.security;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** Who may call what. */
class RoutesTest extends SecurityUnderTest {

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
        "GET,    /v1/policies/3/simulations,    ops admin",
        "POST,   /v1/policies/3/simulations,    ops admin",
        "POST,   /v1/policies/simulations,      ops admin",
        "GET,    /v1/shadow,                    ops admin",
        "PUT,    /v1/shadow,                    ops admin",
        "DELETE, /v1/shadow,                    ops admin",
        "GET,    /v1/audit,                     ops admin",
        "POST,   /v1/visits,                    ops admin",
        "POST,   /v1/order-priorities,          ops admin",
        "GET,    /v1/reports/grading,           ops admin",
        "GET,    /v1/reports/concentration,     ops admin",
        "GET,    /v1/reports/migrations,        ops admin",
        "GET,    /v1/reports/movers,            ops admin",
        "GET,    /v1/reports/visits,            ops admin",
        "GET,    /v1/reports/portfolios,        ops admin",
        "GET,    /v1/reports/prospects,         ops admin",
        "GET,    /v1/webhooks,                  ops admin",
        "GET,    /v1/webhooks/x,                ops admin",
        "GET,    /v1/webhooks/x/deliveries,     ops admin",
        "POST,   /v1/webhooks,                  admin",
        "DELETE, /v1/webhooks/x,                admin",
        "POST,   /v1/webhooks/x/test,           admin",
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
        "GET,    /policy/3,                     ops admin",
        "GET,    /policy/3/simulation,          ops admin",
        "POST,   /policy/try,                   ops admin",
        "POST,   /policy/drafts,                ops admin",
        "POST,   /policy/3/again,               ops admin",
        "POST,   /policy/3/shadow,              ops admin",
        "POST,   /policy/shadow/end,            ops admin",
        "POST,   /policy/3/activate,            admin",
        "GET,    /policy/activations/x,         ops admin",
        "GET,    /priorities,                   ops admin",
        "POST,   /priorities,                   ops admin",
        "POST,   /priorities/file,              ops admin",
        "POST,   /visits,                       ops admin",
        "GET,    /reports,                      ops admin",
        "GET,    /reports/visits,               ops admin",
        "GET,    /audit,                        ops admin",
        "GET,    /webhooks,                     ops admin",
        "GET,    /webhooks/x,                   ops admin",
        "POST,   /webhooks,                     admin",
        "POST,   /webhooks/x/replay,            admin",
        "POST,   /webhooks/x/deliveries/tickets/1/2, admin",
        "POST,   /webhooks/x/test,              admin",
        "POST,   /webhooks/x/delete,            admin",
        "GET,    /actuator,                     ops admin",
        "GET,    /actuator/health/ping,         ops admin",
        "GET,    /actuator/prometheus,          ops admin",
        "GET,    /v3/api-docs,                  publisher support ops admin",
        "GET,    /v3/api-docs/swagger-config,   publisher support ops admin",
    })
    void shouldLetOnlyTheseRolesIn(String method, String path, String allowed) throws Exception {
        for (String role : ROLES) {
            boolean may = List.of(allowed.split(" ")).contains(role);
            mvc.perform(request(HttpMethod.valueOf(method), URI.create(path)).header("X-API-Key", role + "-key"))
                    .andExpect(may ? status().isOk() : status().isForbidden());
        }
        mvc.perform(request(HttpMethod.valueOf(method), URI.create(path)).with(form()))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldKnowNothingElse() throws Exception {
        mvc.perform(get("/v1/elsewhere").header("X-API-Key", "admin-key")).andExpect(status().isNotFound());
        for (String path : List.of(
                "/v1/customers/x/else",
                "/v1/customers/x/changes/else",
                "/v1/policies/3/else",
                "/v1/reports/else",
                "/v1/webhooks/x/else",
                "/customers/x/else",
                "/policy/3/else",
                "/webhooks/x/else",
                "/live/else",
                "/actuator/env")) {
            mvc.perform(get(path).header("X-API-Key", "admin-key")).andExpect(status().isNotFound());
        }
        mvc.perform(post("/v1/customers").header("X-API-Key", "admin-key")).andExpect(status().isNotFound());
        mvc.perform(delete("/customers/x/override").header("X-API-Key", "admin-key"))
                .andExpect(status().isNotFound());
    }
}
