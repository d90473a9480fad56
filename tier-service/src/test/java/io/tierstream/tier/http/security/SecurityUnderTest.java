package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.tierstream.tier.web.PagesForTests;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The rules of this package alone, in front of an application that answers everything, with a clock that tests move: a key
 * of each role, the account olga, and tokens of an issuer for the audience {@value #AUDIENCE}.
 */
@SpringBootTest(
        classes = SecurityUnderTest.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoint.health.validate-group-membership=false")
@AutoConfigureMockMvc
@ActiveProfiles("local")
abstract class SecurityUnderTest {

    static final List<String> ROLES = List.of("publisher", "support", "ops", "admin");
    static final String AUDIENCE = "tierstream-tiers";
    static final KeyPair ISSUER = keys();

    @Autowired
    MockMvc mvc;

    @Autowired
    MovableClock clock;

    @DynamicPropertySource
    static void callers(DynamicPropertyRegistry registry) throws IOException {
        for (int i = 0; i < ROLES.size(); i++) {
            String role = ROLES.get(i);
            String prefix = "tierstream.security.api-keys[" + i + "].";
            registry.add(prefix + "name", () -> role + "-machine");
            registry.add(prefix + "role", () -> role);
            registry.add(prefix + "sha256", () -> HexFormat.of().formatHex(ApiKeys.hash(role + "-key")));
        }
        registry.add("tierstream.security.accounts[0].name", () -> "olga");
        registry.add("tierstream.security.accounts[0].role", () -> "ops");
        registry.add(
                "tierstream.security.accounts[0].password",
                () -> "{bcrypt}" + new BCryptPasswordEncoder(4).encode("right"));
        Path key = Files.createTempFile("issuer", ".pem");
        key.toFile().deleteOnExit();
        Files.writeString(
                key,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(ISSUER.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        registry.add(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                () -> key.toUri().toString());
        registry.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> AUDIENCE);
    }

    /**
     * What a browser sends with a form: the cookie and the token of a page. Spring's own {@code csrf()} would replace what
     * keeps tokens, here for all tests.
     */
    RequestPostProcessor form() throws Exception {
        var page = mvc.perform(get("/login")).andReturn().getResponse();
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.getContentAsString());
        assertThat(token.find()).isTrue();
        String value = token.group(1);
        return request -> {
            Stream<Cookie> sent = request.getCookies() == null ? Stream.of() : Arrays.stream(request.getCookies());
            request.setCookies(Stream.concat(sent, Stream.of(page.getCookies())).toArray(Cookie[]::new));
            request.addParameter("_csrf", value);
            return request;
        };
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A test component, as what follows: the scan of the real application passes it over. */
    @TestComponent
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {KafkaAutoConfiguration.class, MongoAutoConfiguration.class, DataMongoAutoConfiguration.class})
    @Import({SecurityConfiguration.class, LoginPage.class, PagesForTests.class, Everything.class})
    static class Application {

        @Bean
        MovableClock clock() {
            return new MovableClock();
        }
    }

    @TestComponent
    @RestController
    static class Everything {

        @RequestMapping("/**")
        String who(@Nullable Principal caller) {
            return caller == null ? "nobody" : caller.getName();
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
