package io.tierstream.complaints.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.cookie;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.tierstream.complaints.web.PagesForTests;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of this package in a small application with endpoints at real addresses and a clock that tests move. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoint.health.validate-group-membership=false")
@AutoConfigureMockMvc
@ActiveProfiles("local")
class SecurityTest {

    private static final KeyPair ISSUER = keyPair();
    private static final String AUDIENCE = "tierstream-of-this-test";
    private static final String DESK_KEY = "support-key-of-this-test";
    private static final String OPS_KEY = "ops-key-of-this-test";

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
        apiKey(registry, 0, "support", DESK_KEY);
        apiKey(registry, 1, "ops", OPS_KEY);
        apiKey(registry, 2, "publisher", "publisher-key-of-this-test");
        apiKey(registry, 3, "admin", "admin-key-of-this-test");
        registry.add("tierstream.security.accounts[0].name", () -> "olga");
        registry.add("tierstream.security.accounts[0].role", () -> "support");
        registry.add(
                "tierstream.security.accounts[0].password",
                () -> "{bcrypt}" + new BCryptPasswordEncoder(4).encode("right"));
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

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @ParameterizedTest
    @CsvSource({
        "support,   POST, /v1/queue/next, 200",
        "admin,     POST, /v1/queue/next, 200",
        "ops,       POST, /v1/queue/next, 403",
        "publisher, POST, /v1/queue/next, 403",
        "support,   GET,  /v1/queue, 200",
        "ops,       GET,  /v1/queue, 200",
        "publisher, GET,  /v1/queue, 403",
        "ops,       POST, /v1/tickets/x/claim, 403",
        "publisher, GET,  /v1/sla, 403",
        "support,   GET,  /v1/sla, 200",
        "support,   PUT,  /v1/sla, 403",
        "ops,       PUT,  /v1/sla, 403",
        "admin,     PUT,  /v1/sla, 200",
        "publisher, GET,  /, 403",
        "publisher, GET,  /tickets/x, 403",
        "ops,       POST, /desk/next, 403",
        "publisher, POST, /desk/next, 403",
        "support,   GET,  /desk/tickets/x, 200",
        "ops,       GET,  /desk/tickets/x, 200",
        "publisher, GET,  /desk/tickets/x, 403",
        "support,   POST, /desk/tickets/x/claim, 200",
        "ops,       POST, /desk/tickets/x/claim, 403",
        "ops,       POST, /desk/tickets/x/undo, 403",
        "ops,       POST, /desk/tickets/x/notes, 403",
        "admin,     POST, /desk/tickets/x/notes, 200",
        "admin,     POST, /desk/tickets/x/elsewhere, 404",
        "admin,     POST, /v1/tickets/x/elsewhere, 404",
        "admin,     GET,  /desk/elsewhere, 404",
        "admin,     GET,  /sla/elsewhere, 404",
        "ops,       POST, /v1/tickets/x/notes, 403",
        "support,   POST, /v1/tickets/x/notes, 200",
        "support,   POST, /sla, 403",
        "ops,       POST, /sla, 403",
        "admin,     POST, /sla, 200",
        "support,   GET,  /sla, 200",
        "publisher, GET,  /sla, 403",
        "support,   POST, /sla/preview, 403",
        "ops,       POST, /sla/preview, 200",
        "support,   POST, /v1/sla/preview, 403",
        "ops,       POST, /v1/sla/preview, 200",
        "support,   GET,  /v1/sla/history, 200",
        "publisher, GET,  /v1/sla/history, 403",
        "support,   GET,  /v1/team, 200",
        "publisher, GET,  /v1/team, 403",
        "ops,       GET,  /team, 200",
        "publisher, GET,  /team, 403",
        "support,   GET,  /reports/complaint-delays, 200",
        "publisher, GET,  /reports/complaint-delays, 403",
        "ops,       GET,  /v1/reports/complaint-delays, 200",
        "publisher, GET,  /v1/reports/complaint-delays, 403",
        "publisher, GET,  /v1/nothing-here, 404",
        "publisher, GET,  /actuator/prometheus, 403",
    })
    void shouldLetEachRoleDoWhatTheRulesSay(String role, String method, String path, int expected) throws Exception {
        mvc.perform(request(HttpMethod.valueOf(method), path).header("X-API-Key", role + "-key-of-this-test"))
                .andExpect(status().is(expected));
    }

    @Test
    void shouldNameTheMachineAndNeedNeitherSessionNorFormToken() throws Exception {
        var result = mvc.perform(post("/v1/queue/next").header("X-API-Key", DESK_KEY))
                .andExpect(content().string("support-machine"))
                .andReturn();

        assertThat(result.getRequest().getSession(false)).isNull();
    }

    @Test
    void shouldTellAProgramWithoutKeyHowToAuthenticate() throws Exception {
        mvc.perform(post("/v1/queue/next"))
                .andExpect(status().isUnauthorized())
                .andExpect(header().exists(HttpHeaders.WWW_AUTHENTICATE))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.status").value(401))
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.containsString("X-API-Key")));
    }

    @Test
    void shouldSlowDownWrongKeysOfAnAddressButNotAMachineThatIsKnownThere() throws Exception {
        RequestPostProcessor here = from("192.0.2.1");
        mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", DESK_KEY))
                .andExpect(status().isOk());
        for (int i = 0; i < 20; i++) {
            mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", "wrong-" + i))
                    .andExpect(status().isUnauthorized());
        }

        mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", "wrong"))
                .andExpect(status().isTooManyRequests())
                .andExpect(header().exists(HttpHeaders.RETRY_AFTER));
        mvc.perform(get("/v1/queue").with(here).header("X-API-Key", OPS_KEY)).andExpect(status().isTooManyRequests());
        mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", DESK_KEY))
                .andExpect(status().isOk());
        mvc.perform(get("/v1/queue").with(from("192.0.2.2")).header("X-API-Key", OPS_KEY))
                .andExpect(status().isOk());

        clock.advance(Duration.ofMinutes(2));
        mvc.perform(get("/v1/queue").with(here).header("X-API-Key", OPS_KEY)).andExpect(status().isOk());
    }

    @Test
    void shouldSlowDownOneWrongKeySooner() throws Exception {
        RequestPostProcessor here = from("192.0.2.3");
        for (int i = 0; i < 5; i++) {
            mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", "mistyped"))
                    .andExpect(status().isUnauthorized());
        }
        mvc.perform(post("/v1/queue/next").with(here).header("X-API-Key", "mistyped"))
                .andExpect(status().isTooManyRequests());
    }

    @Test
    void shouldAcceptATokenOfTheIssuerWithTheRolesOfItsClaim() throws Exception {
        mvc.perform(post("/v1/queue/next")
                        .header("Authorization", "Bearer " + token(AUDIENCE, List.of("support", "else"))))
                .andExpect(status().isOk())
                .andExpect(content().string("someone"));
        mvc.perform(post("/v1/queue/next").header("Authorization", "Bearer " + token(AUDIENCE, List.of("publisher"))))
                .andExpect(status().isForbidden())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
        mvc.perform(post("/v1/queue/next")
                        .header("Authorization", "Bearer " + token("another-application", List.of("support"))))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.containsString("audience")));
        mvc.perform(post("/v1/queue/next").header("Authorization", "Bearer not.a.token"))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldSendPeopleToTheSignInPageAndBackToWhereTheyWantedWithoutASession() throws Exception {
        var refused = mvc.perform(get("/?tier=A").accept(MediaType.TEXT_HTML))
                .andExpect(redirectedUrl("/login"))
                .andReturn();

        assertThat(refused.getRequest().getSession(false)).isNull();
        Cookie[] wanted = refused.getResponse().getCookies();
        var signedIn = mvc.perform(signIn("olga", "right", "198.51.100.1").cookie(wanted))
                .andExpect(redirectedUrl("/?tier=A"))
                .andExpect(cookie().maxAge(WantedPage.COOKIE, 0))
                .andReturn();
        mvc.perform(get("/?tier=A")
                        .session((MockHttpSession) signedIn.getRequest().getSession())
                        .header("Accept-Language", "zh-CN"))
                .andExpect(content().string("zh-CN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "/\\evil.example", "https://evil.example/", "javascript:x", "/a\r\nb", ""})
    void shouldGoNowhereElseWhateverTheCookieSays(String page) throws Exception {
        String value = Base64.getUrlEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8));

        mvc.perform(signIn("olga", "right", "198.51.100.7").cookie(new Cookie(WantedPage.COOKIE, value)))
                .andExpect(redirectedUrl("/"));
        mvc.perform(signIn("olga", "right", "198.51.100.7").cookie(new Cookie(WantedPage.COOKIE, "%%" + value)))
                .andExpect(redirectedUrl("/"));
    }

    @Test
    void shouldEndSessionsOfStrangersSoonAndOthersAfterADaysWork() throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(sessions().findSessions())
                .isNotEmpty()
                .allMatch(session -> session.getMaxInactiveInterval()
                        == Duration.ofMinutes(5).toSeconds());

        HttpSession signedIn = mvc.perform(signIn("olga", "right", "198.51.100.5"))
                .andReturn()
                .getRequest()
                .getSession();
        assertThat(signedIn.getMaxInactiveInterval())
                .isEqualTo((int) Duration.ofHours(8).toSeconds());
    }

    @Test
    void shouldHoldABoundedNumberOfStrangers() {
        Manager sessions = sessions();
        Session signedIn = sessions.createSession(null);
        signedIn.setMaxInactiveInterval((int) Duration.ofHours(8).toSeconds());

        for (int i = 0; i < 12_000; i++) {
            sessions.createSession(null);
        }

        assertThat(sessions.getActiveSessions()).isBetween(1, 10_000);
        assertThat(signedIn.isValid()).isTrue();
        for (Session session : sessions.findSessions()) {
            session.expire();
        }
    }

    private Manager sessions() {
        TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
        return ((Context) server.getTomcat().getHost().findChildren()[0]).getManager();
    }

    @Test
    void shouldGiveANewSessionIdAtSignInAndKeepThePersonSignedIn() throws Exception {
        MockHttpSession session = new MockHttpSession();
        String before = session.getId();

        HttpSession after = mvc.perform(signIn("olga", "right", "198.51.100.2").session(session))
                .andReturn()
                .getRequest()
                .getSession();

        assertThat(after.getId()).isNotEqualTo(before);
        mvc.perform(get("/v1/queue").session((MockHttpSession) after)).andExpect(status().isOk());
    }

    @Test
    void shouldRefuseAChangeOfASessionWithoutFormToken() throws Exception {
        MockHttpSession session = (MockHttpSession) mvc.perform(signIn("olga", "right", "198.51.100.3"))
                .andReturn()
                .getRequest()
                .getSession();

        mvc.perform(post("/v1/tickets/x/claim").session(session))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.containsString("reload")));
        mvc.perform(post("/v1/tickets/x/claim").session(session).with(csrf())).andExpect(status().isOk());
    }

    @Test
    void shouldSlowDownGuessingAPassword() throws Exception {
        for (int i = 0; i < 5; i++) {
            mvc.perform(signIn("olga", "wrong", "198.51.100.4")).andExpect(redirectedUrl("/login?error"));
        }

        mvc.perform(signIn("olga", "right", "198.51.100.4")).andExpect(redirectedUrl("/login?wait"));
        clock.advance(Duration.ofMinutes(2));
        mvc.perform(signIn("olga", "right", "198.51.100.4")).andExpect(redirectedUrl("/"));
    }

    @Test
    void shouldTellAnOpenPageWhereToSignIn() throws Exception {
        mvc.perform(get("/").header("HX-Request", "true").accept(MediaType.TEXT_HTML))
                .andExpect(status().isUnauthorized())
                .andExpect(header().string("HX-Redirect", "/login"));
    }

    @Test
    void shouldShowTheSignInPageInTheLanguageOfTheBrowserOrAsChosen() throws Exception {
        mvc.perform(get("/login").header("Accept-Language", "zh-CN,zh;q=0.9"))
                .andExpect(content().string(org.hamcrest.Matchers.containsString("登录")));
        mvc.perform(get("/login").header("Accept-Language", "fr"))
                .andExpect(content().string(org.hamcrest.Matchers.containsString("Sign in")));
        mvc.perform(get("/login?lang=zh"))
                .andExpect(content().string(org.hamcrest.Matchers.containsString("lang=\"zh-CN\"")));
    }

    @Test
    void shouldForbidFramesInlineScriptsAndKeepingPages() throws Exception {
        mvc.perform(get("/login"))
                .andExpect(header().string(
                                "Content-Security-Policy",
                                org.hamcrest.Matchers.allOf(
                                        org.hamcrest.Matchers.containsString("script-src 'self'"),
                                        org.hamcrest.Matchers.containsString("frame-ancestors 'none'"))))
                .andExpect(header().string("X-Frame-Options", "DENY"))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Cache-Control", org.hamcrest.Matchers.containsString("no-store")));
    }

    @Test
    void shouldOnlyShowHealthLoginAndStaticFilesToStrangers() throws Exception {
        mvc.perform(get("/actuator/health/liveness")).andExpect(status().isOk());
        mvc.perform(get("/css/tierstream.css"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "max-age=3600"));
        for (String path : List.of("/", "/actuator", "/actuator/prometheus", "/v3/api-docs", "/v1/queue", "/none")) {
            mvc.perform(get(path)).andExpect(status().isUnauthorized());
        }
    }

    @Test
    void shouldNameItsSessionCookieAfterTheServiceAndHideItFromScripts() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("TIERSTREAM_DESK=")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
    }

    private static org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder signIn(
            String name, String password, String address) {
        return post("/login")
                .param("username", name)
                .param("password", password)
                .with(csrf())
                .with(from(address))
                .accept(MediaType.TEXT_HTML);
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
    @EnableAutoConfiguration(
            exclude = {KafkaAutoConfiguration.class, MongoAutoConfiguration.class, DataMongoAutoConfiguration.class})
    @Import({SecurityConfiguration.class, LoginPage.class, PagesForTests.class, Endpoints.class})
    static class Application {

        @Bean
        MovableClock clock() {
            return new MovableClock();
        }
    }

    @RestController
    static class Endpoints {

        @GetMapping({
            "/",
            "/v1/queue",
            "/v1/sla",
            "/v1/sla/history",
            "/v1/team",
            "/v1/reports/complaint-delays",
            "/tickets/x",
            "/desk/tickets/x",
            "/desk/elsewhere",
            "/sla",
            "/sla/elsewhere",
            "/team",
            "/reports/complaint-delays"
        })
        String read(HttpServletRequest request) {
            return String.valueOf(request.getHeader("Accept-Language"));
        }

        @PutMapping("/v1/sla")
        String change() {
            return "changed";
        }

        @PostMapping({
            "/v1/queue/next",
            "/v1/tickets/x/claim",
            "/v1/tickets/x/notes",
            "/v1/tickets/x/elsewhere",
            "/v1/sla/preview",
            "/sla",
            "/sla/preview",
            "/desk/next",
            "/desk/tickets/x/claim",
            "/desk/tickets/x/undo",
            "/desk/tickets/x/notes",
            "/desk/tickets/x/elsewhere"
        })
        String who(Principal caller) {
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
