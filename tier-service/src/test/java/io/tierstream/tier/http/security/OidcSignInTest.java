package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tierstream.tier.web.PagesForTests;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest(
        properties = {
            "management.endpoint.health.validate-group-membership=false",
            "spring.security.oauth2.client.registration.company.client-id=tierstream",
            "spring.security.oauth2.client.registration.company.client-secret=s",
            "spring.security.oauth2.client.registration.company.client-name=Company",
            "spring.security.oauth2.client.registration.company.authorization-grant-type=authorization_code",
            "spring.security.oauth2.client.registration.company.redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
            "spring.security.oauth2.client.registration.company.scope=openid",
            "spring.security.oauth2.client.provider.company.authorization-uri=https://id.example.com/authorize",
            "spring.security.oauth2.client.provider.company.token-uri=https://id.example.com/token",
            "spring.security.oauth2.client.provider.company.jwk-set-uri=https://id.example.com/keys",
        })
@AutoConfigureMockMvc
class OidcSignInTest {

    @Autowired
    MockMvc mvc;

    @Autowired
    GrantedAuthoritiesMapper roles;

    @Test
    void shouldOfferTheConfiguredProviderInsteadOfAPasswordForm() throws Exception {
        mvc.perform(get("/login"))
                .andExpect(content().string(containsString("/oauth2/authorization/company")))
                .andExpect(content().string(org.hamcrest.Matchers.not(containsString("type=\"password\""))));
    }

    @Test
    void shouldSendPeopleToTheProvider() throws Exception {
        mvc.perform(get("/oauth2/authorization/company"))
                .andExpect(status().is3xxRedirection())
                .andExpect(header().string("Location", startsWith("https://id.example.com/authorize")));
    }

    @Test
    void shouldTakeRolesFromTheClaimOfTheIdTokenAndNothingElse() {
        OidcIdToken token = new OidcIdToken(
                "t", Instant.EPOCH, Instant.MAX, Map.of("sub", "olga", "roles", List.of("ops", "dancer")));

        assertThat(roles.mapAuthorities(List.of(new OidcUserAuthority(token))))
                .extracting(GrantedAuthority::getAuthority)
                .asString()
                .isEqualTo("[ROLE_OPS]");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {KafkaAutoConfiguration.class, MongoAutoConfiguration.class, DataMongoAutoConfiguration.class})
    @Import({SecurityConfiguration.class, LoginPage.class, PagesForTests.class})
    static class Application {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
