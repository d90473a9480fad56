package io.tierstream.scoring.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of this package in a small application with endpoints at real addresses and a clock that tests move. */
@SpringBootTest(properties = "management.endpoint.health.validate-group-membership=false")
@AutoConfigureMockMvc
class SecurityTest {

    private static final KeyPair ISSUER = keyPair();
    private static final String AUDIENCE = "tierstream-of-this-test";
    private static final String ADMIN_KEY = "admin-key-of-this-test";
    private static final String OPS_KEY = "ops-key-of-this-test";
    private static final String SUPPORT_KEY = "support-key-of-this-test";

    @DynamicPropertySource
    static void callers(DynamicPropertyRegistry registry) throws IOException {
        Path key = Files.writeString(
                Files.createTempFile("issuer", ".pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(ISSUER.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        key.toFile().deleteOnExit();
        registry.add(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                () -> key.toUri().toString());
        registry.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> AUDIENCE);
        apiKey(registry, 0, "admin", ADMIN_KEY);
        apiKey(registry, 1, "ops", OPS_KEY);
        apiKey(registry, 2, "support", SUPPORT_KEY);
        apiKey(registry, 3, "publisher", "publisher-key-of-this-test");
    }

    private static void apiKey(DynamicPropertyRegistry registry, int index, String role, String key) {
        String prefix = "tierstream.security.api-keys[" + index + "].";
        registry.add(prefix + "name", () -> role + "-machine");
        registry.add(prefix + "role", () -> role);
        registry.add(prefix + "sha256", () -> HexFormat.of().formatHex(ApiKeys.hash(key)));
    }

    @Autowired
    MockMvc mvc;

    @Autowired
    MovableClock clock;

    @ParameterizedTest
    @CsvSource({
        "ops,       GET,  /v1/totals, 200",
        "admin,     GET,  /v1/totals, 200",
        "publisher, GET,  /v1/totals, 403",
        "support,   GET,  /v1/totals, 403",
        "ops,       GET,  /v1/customers/x/metrics, 200",
        "support,   GET,  /v1/customers/x/metrics, 403",
        "ops,       POST, /v1/audits, 200",
        "support,   POST, /v1/audits, 403",
        "ops,       GET,  /v1/scorecard, 200",
        "ops,       PUT,  /v1/scorecard, 403",
        "admin,     PUT,  /v1/scorecard, 200",
        "publisher, GET,  /actuator/prometheus, 403",
        "ops,       GET,  /v1/nothing-here, 404",
    })
    void shouldLetEachRoleDoWhatTheRulesSay(String role, String method, String path, int expected) throws Exception {
        mvc.perform(request(HttpMethod.valueOf(method), path).header("X-API-Key", role + "-key-of-this-test"))
                .andExpect(status().is(expected));
    }

    @Test
    void shouldTellAProgramWithoutKeyHowToAuthenticate() throws Exception {
        mvc.perform(post("/v1/audits"))
                .andExpect(status().isUnauthorized())
                .andExpect(header().exists(HttpHeaders.WWW_AUTHENTICATE))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.status").value(401))
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.containsString("X-API-Key")));
    }

    @Test
    void shouldSlowDownWrongKeysOfAnAddressButNotAMachineThatIsKnownThere() throws Exception {
        RequestPostProcessor here = from("192.0.2.1");
        mvc.perform(post("/v1/audits").with(here).header("X-API-Key", ADMIN_KEY))
                .andExpect(status().isOk());
        for (int i = 0; i < 20; i++) {
            mvc.perform(post("/v1/audits").with(here).header("X-API-Key", "wrong-" + i))
                    .andExpect(status().isUnauthorized());
        }

        mvc.perform(post("/v1/audits").with(here).header("X-API-Key", "wrong"))
                .andExpect(status().isTooManyRequests())
                .andExpect(header().exists(HttpHeaders.RETRY_AFTER));
        mvc.perform(get("/v1/totals").with(here).header("X-API-Key", OPS_KEY)).andExpect(status().isTooManyRequests());
        mvc.perform(post("/v1/audits").with(here).header("X-API-Key", ADMIN_KEY))
                .andExpect(status().isOk());
        mvc.perform(get("/v1/totals").with(from("192.0.2.2")).header("X-API-Key", OPS_KEY))
                .andExpect(status().isOk());

        clock.advance(Duration.ofMinutes(2));
        mvc.perform(get("/v1/totals").with(here).header("X-API-Key", OPS_KEY)).andExpect(status().isOk());
    }

    @Test
    void shouldSlowDownOneWrongKeySooner() throws Exception {
        RequestPostProcessor here = from("192.0.2.3");
        for (int i = 0; i < 5; i++) {
            mvc.perform(post("/v1/audits").with(here).header("X-API-Key", "mistyped"))
                    .andExpect(status().isUnauthorized());
        }
        mvc.perform(post("/v1/audits").with(here).header("X-API-Key", "mistyped"))
                .andExpect(status().isTooManyRequests());
    }

    @Test
    void shouldAcceptATokenOfTheIssuerWithTheRolesOfItsClaim() throws Exception {
        mvc.perform(post("/v1/audits").header("Authorization", "Bearer " + token(AUDIENCE, List.of("ops", "else"))))
                .andExpect(status().isOk())
                .andExpect(content().string("someone"));
        mvc.perform(post("/v1/audits").header("Authorization", "Bearer " + token(AUDIENCE, List.of("support"))))
                .andExpect(status().isForbidden())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
        mvc.perform(post("/v1/audits")
                        .header("Authorization", "Bearer " + token("another-application", List.of("ops"))))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.containsString("audience")));
        mvc.perform(post("/v1/audits").header("Authorization", "Bearer not.a.token"))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldKnowNobodyByASession() throws Exception {
        var result = mvc.perform(get("/v1/totals").header("X-API-Key", OPS_KEY))
                .andExpect(content().string("ops-machine"))
                .andExpect(header().doesNotExist(HttpHeaders.SET_COOKIE))
                .andReturn();

        assertThat(result.getRequest().getSession(false)).isNull();
        mvc.perform(get("/v1/totals").accept(MediaType.TEXT_HTML))
                .andExpect(status().isUnauthorized())
                .andExpect(header().doesNotExist(HttpHeaders.SET_COOKIE));
        mvc.perform(get("/login")).andExpect(status().isUnauthorized());
    }

    @Test
    void shouldForbidFramesScriptsFromElsewhereAndKeepingAnswers() throws Exception {
        mvc.perform(get("/v1/totals").header("X-API-Key", OPS_KEY))
                .andExpect(header().string(
                                "Content-Security-Policy",
                                org.hamcrest.Matchers.allOf(
                                        org.hamcrest.Matchers.containsString("default-src 'self'"),
                                        org.hamcrest.Matchers.containsString("object-src 'none'"),
                                        org.hamcrest.Matchers.containsString("frame-ancestors 'none'"))))
                .andExpect(header().string("X-Frame-Options", "DENY"))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Cache-Control", org.hamcrest.Matchers.containsString("no-store")));
    }

    @Test
    void shouldOnlyShowHealthToStrangers() throws Exception {
        mvc.perform(get("/actuator/health/liveness")).andExpect(status().isOk());
        for (String path : List.of(
                "/", "/actuator", "/actuator/prometheus", "/v3/api-docs", "/swagger-ui.html", "/v1/totals", "/none")) {
            mvc.perform(get(path)).andExpect(status().isUnauthorized());
        }
    }

    private static RequestPostProcessor from(String address) {
        return request -> {
            request.setRemoteAddr(address);
            return request;
        };
    }

    private static String token(String audience, List<String> roles) {
        Instant now = InstantSource.system().instant();
        RSAKey key = new RSAKey.Builder((RSAPublicKey) ISSUER.getPublic())
                .privateKey(ISSUER.getPrivate())
                .build();
        return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)))
                .encode(JwtEncoderParameters.from(
                        JwsHeader.with(SignatureAlgorithm.RS256).build(),
                        JwtClaimsSet.builder()
                                .subject("someone")
                                .audience(List.of(audience))
                                .issuedAt(now)
                                .expiresAt(now.plusSeconds(60))
                                .claim("roles", roles)
                                .build()))
                .getTokenValue();
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    @Import({SecurityConfiguration.class, Endpoints.class})
    static class Application {

        @Bean
        MovableClock clock() {
            return new MovableClock();
        }
    }

    @RestController
    static class Endpoints {

        @GetMapping({"/v1/totals", "/v1/customers/x/metrics", "/v1/scorecard"})
        String read(Principal caller) {
            return caller.getName();
        }

        @PostMapping("/v1/audits")
        String audit(Principal caller) {
            return caller.getName();
        }

        @PutMapping("/v1/scorecard")
        String change(Principal caller) {
            return caller.getName();
        }
    }

    static final class MovableClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
