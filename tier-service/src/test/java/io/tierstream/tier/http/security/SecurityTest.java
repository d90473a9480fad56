package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpSession;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Sessions, forms, keys, tokens and guessing. */
class SecurityTest extends SecurityUnderTest {

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @Test
    void shouldNameTheMachineAndNeedNeitherSessionNorFormToken() throws Exception {
        var result = mvc.perform(post("/v1/visits").header("X-API-Key", "ops-key"))
                .andExpect(content().string("ops-machine"))
                .andReturn();

        assertThat(result.getRequest().getSession(false)).isNull();
    }

    @Test
    void shouldTellAProgramWithoutKeyHowToAuthenticate() throws Exception {
        mvc.perform(get("/v1/customers"))
                .andExpect(status().isUnauthorized())
                .andExpect(header().exists(HttpHeaders.WWW_AUTHENTICATE))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.status").value(401))
                .andExpect(jsonPath("$.detail").value(containsString("X-API-Key")));
    }

    @Test
    void shouldSlowDownWrongKeysOfAnAddressButNotAMachineThatIsKnownThere() throws Exception {
        RequestPostProcessor here = from("192.0.2.1");
        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "ops-key")).andExpect(status().isOk());
        for (int i = 0; i < 20; i++) {
            mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "wrong-" + i))
                    .andExpect(status().isUnauthorized());
        }

        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "wrong"))
                .andExpect(status().isTooManyRequests())
                .andExpect(header().exists(HttpHeaders.RETRY_AFTER));
        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "admin-key"))
                .andExpect(status().isTooManyRequests());
        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "ops-key")).andExpect(status().isOk());
        mvc.perform(get("/v1/audit").with(from("192.0.2.2")).header("X-API-Key", "admin-key"))
                .andExpect(status().isOk());

        clock.advance(Duration.ofMinutes(2));
        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "admin-key"))
                .andExpect(status().isOk());
    }

    @Test
    void shouldSlowDownOneWrongKeySooner() throws Exception {
        RequestPostProcessor here = from("192.0.2.3");
        for (int i = 0; i < 5; i++) {
            mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "mistyped"))
                    .andExpect(status().isUnauthorized());
        }

        mvc.perform(get("/v1/audit").with(here).header("X-API-Key", "mistyped"))
                .andExpect(status().isTooManyRequests());
    }

    @Test
    void shouldAcceptATokenOfTheIssuerForThisServiceWithTheRolesOfItsClaim() throws Exception {
        mvc.perform(get("/v1/audit").header("Authorization", "Bearer " + token(AUDIENCE, List.of("ops", "else"))))
                .andExpect(status().isOk())
                .andExpect(content().string("someone"));
        mvc.perform(get("/v1/audit").header("Authorization", "Bearer " + token(AUDIENCE, List.of("support"))))
                .andExpect(status().isForbidden())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
        mvc.perform(get("/v1/audit").header("Authorization", "Bearer not.a.token"))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldRefuseATokenThatTheIssuerMadeForAnotherService() throws Exception {
        mvc.perform(get("/v1/audit").header("Authorization", "Bearer " + token("payroll", List.of("admin"))))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void shouldKeepNothingOfStrangersInMemory() throws Exception {
        for (String page : List.of("/login", "/", "/customers?q=x", "/reports/grading")) {
            var result = mvc.perform(get(page).accept(MediaType.TEXT_HTML)).andReturn();

            assertThat(result.getRequest().getSession(false)).as(page).isNull();
        }
    }

    @Test
    void shouldHoldABoundedNumberOfSessionsOfStrangers() {
        Manager sessions = sessions();
        Session signedIn = sessions.createSession(null);
        signedIn.setMaxInactiveInterval((int) Duration.ofHours(8).toSeconds());

        for (int i = 0; i < 12_000; i++) {
            assertThat(sessions.createSession(null).getMaxInactiveInterval())
                    .isEqualTo((int) Duration.ofMinutes(5).toSeconds());
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
    void shouldSendPeopleToTheSignInPageAndBackToWhereTheyWanted() throws Exception {
        Cookie wanted = mvc.perform(get(URI.create("/customers?q=a%20b")).accept(MediaType.TEXT_HTML))
                .andExpect(redirectedUrl("/login"))
                .andReturn()
                .getResponse()
                .getCookie(WantedPage.COOKIE);

        assertThat(wanted).isNotNull();
        mvc.perform(signIn("olga", "right", "198.51.100.1").cookie(wanted))
                .andExpect(redirectedUrl("/customers?q=a%20b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "/\\evil.example", "https://evil.example/", "javascript:x", "/a\r\nb", ""})
    void shouldGoNowhereElseWhateverTheCookieSays(String page) throws Exception {
        String value = Base64.getUrlEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8));

        mvc.perform(signIn("olga", "right", "198.51.100.5").cookie(new Cookie(WantedPage.COOKIE, value)))
                .andExpect(redirectedUrl("/"));
        mvc.perform(signIn("olga", "right", "198.51.100.5").cookie(new Cookie(WantedPage.COOKIE, "%%" + value)))
                .andExpect(redirectedUrl("/"));
    }

    @Test
    void shouldGiveANewSessionIdAtSignInAndKeepThePersonSignedInForAWorkingDay() throws Exception {
        MockHttpSession session = new MockHttpSession();
        session.setMaxInactiveInterval(300);
        String before = session.getId();

        HttpSession after = mvc.perform(signIn("olga", "right", "198.51.100.2").session(session))
                .andReturn()
                .getRequest()
                .getSession();

        assertThat(after.getId()).isNotEqualTo(before);
        assertThat(after.getMaxInactiveInterval()).isEqualTo(Duration.ofHours(8).toSeconds());
        mvc.perform(get("/v1/audit").session((MockHttpSession) after)).andExpect(status().isOk());
    }

    @Test
    void shouldRefuseAChangeOfASessionWithoutFormToken() throws Exception {
        MockHttpSession session = (MockHttpSession) mvc.perform(signIn("olga", "right", "198.51.100.3"))
                .andReturn()
                .getRequest()
                .getSession();

        mvc.perform(post("/customers/x/override").session(session))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.detail").value(containsString("reload")));
        mvc.perform(post("/customers/x/override").session(session).param("_csrf", "guessed"))
                .andExpect(status().isForbidden());
        mvc.perform(post("/customers/x/override").session(session).with(form())).andExpect(status().isOk());
    }

    @Test
    void shouldSlowDownGuessingAPasswordHoweverTheNameIsWritten() throws Exception {
        for (String name : List.of("olga", "Olga", "OLGA", "olgA", "oLga")) {
            mvc.perform(signIn(name, "wrong", "198.51.100.4")).andExpect(redirectedUrl("/login?error"));
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
                .andExpect(content().string(containsString("登录")));
        mvc.perform(get("/login").header("Accept-Language", "fr"))
                .andExpect(content().string(containsString("Sign in")));
        mvc.perform(get("/login?lang=zh")).andExpect(content().string(containsString("lang=\"zh-CN\"")));
    }

    @Test
    void shouldForbidFramesInlineScriptsAndKeepingPages() throws Exception {
        for (MockHttpServletRequestBuilder page :
                List.of(get("/login"), get("/customers/x").header("X-API-Key", "ops-key"))) {
            mvc.perform(page)
                    .andExpect(header().string(
                                    "Content-Security-Policy",
                                    allOf(
                                            containsString("script-src 'self'"),
                                            containsString("frame-ancestors 'none'"))))
                    .andExpect(header().string("X-Frame-Options", "DENY"))
                    .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                    .andExpect(header().string("Cache-Control", containsString("no-store")));
        }
    }

    @Test
    void shouldSignInWithABrowsersCookiesOnlyAndHideThemFromScripts() throws Exception {
        CookieManager cookies = new CookieManager();
        try (HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            HttpResponse<String> form = browser.send(to("/login").build(), BodyHandlers.ofString());
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(form.body());
            assertThat(token.find()).isTrue();

            HttpResponse<String> signedIn = browser.send(
                    to("/login")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("username=olga&password=right&_csrf="
                                    + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(browser.send(to("/v1/audit").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("olga");
            List<String> set = new ArrayList<>(form.headers().allValues("Set-Cookie"));
            assertThat(set).noneMatch(cookie -> cookie.startsWith("TIERSTREAM_TIERS="));
            set.addAll(signedIn.headers().allValues("Set-Cookie"));
            assertThat(set).anyMatch(cookie -> cookie.startsWith("TIERSTREAM_TIERS="));
            assertThat(set).allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private MockHttpServletRequestBuilder signIn(String name, String password, String address) throws Exception {
        return post("/login")
                .param("username", name)
                .param("password", password)
                .with(form())
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
}
