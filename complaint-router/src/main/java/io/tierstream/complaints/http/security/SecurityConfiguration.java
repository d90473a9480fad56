package io.tierstream.complaints.http.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the ways in together: an API key or a bearer token for one request, a session for people. Forms of a session
 * carry a CSRF token; requests with a key or a bearer token need none, because no browser adds those by itself.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    /** Only what this service serves itself may load, run or be sent to; nothing inline, nothing framed. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** How long the session of someone who signed in outlasts its last request. */
    private static final Duration SIGNED_IN = Duration.ofHours(8);

    private static final int MOST_STRANGERS = 10_000;

    @Bean
    TomcatContextCustomizer boundedSessions() {
        return context -> context.setManager(new BoundedSessions(MOST_STRANGERS, SIGNED_IN));
    }

    /** No span and no timer for each filter of security; the request has its own. They were a tenth of its work. */
    @Bean
    SecurityObservationSettings withoutObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    WaysIn waysIn(
            Environment environment,
            SecurityProperties properties,
            ObjectProvider<ClientRegistrationRepository> oidcClients,
            ObjectProvider<JwtDecoder> tokens) {
        return WaysIn.of(
                environment.acceptsProfiles(Profiles.of("local")),
                properties,
                oidcClients.getIfAvailable() != null,
                tokens.getIfAvailable() != null,
                !audiences(environment).isEmpty());
    }

    /** Business ids have dots, which programs may send percent-encoded. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPeriod(true);
        return firewall;
    }

    private static List<String> audiences(Environment environment) {
        return Binder.get(environment)
                .bind("spring.security.oauth2.resourceserver.jwt.audiences", Bindable.listOf(String.class))
                .orElse(List.of());
    }

    @Bean
    Attempts attempts(Clock clock) {
        return new Attempts(clock);
    }

    @Bean
    AuthenticationProvider accountProvider(WaysIn waysIn, SecurityProperties properties, Attempts attempts) {
        return new AccountProvider(waysIn.accounts() ? properties.accounts() : List.of(), attempts);
    }

    /** Roles of people who come by OIDC, from the claim {@code roles} of the id token. */
    @Bean
    GrantedAuthoritiesMapper oidcRoles() {
        return authorities -> {
            Set<GrantedAuthority> roles = new HashSet<>();
            for (GrantedAuthority authority : authorities) {
                if (authority instanceof OidcUserAuthority user) {
                    roles.addAll(roles(user.getIdToken().getClaim("roles")));
                }
            }
            return roles;
        };
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http, WaysIn waysIn, SecurityProperties properties, Attempts attempts, JsonMapper json) {
        Refusals refusals = new Refusals(json);
        WantedPage wanted = new WantedPage();
        http.authorizeHttpRequests(Routes::apply)
                .addFilterBefore(
                        new ApiKeyFilter(new ApiKeys(properties.apiKeys()), attempts, refusals), LogoutFilter.class)
                .csrf(csrf -> csrf.ignoringRequestMatchers(request -> request.getHeader(ApiKeyFilter.HEADER) != null))
                .requestCache(cache -> cache.requestCache(wanted))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .frameOptions(FrameOptionsConfig::deny)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.logoutSuccessUrl("/login?out"));
        if (waysIn.accounts()) {
            http.formLogin(form -> form.loginPage("/login")
                    .successHandler(signedIn(wanted))
                    .failureHandler((request, response, reason) -> response.sendRedirect(request.getContextPath()
                            + (reason instanceof LockedException ? "/login?wait" : "/login?error"))));
        }
        if (waysIn.oidc()) {
            http.oauth2Login(login ->
                    login.loginPage("/login").successHandler(signedIn(wanted)).failureUrl("/login?error"));
        }
        if (waysIn.tokens()) {
            JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
            converter.setJwtGrantedAuthoritiesConverter(token -> roles(token.getClaim("roles")));
            http.oauth2ResourceServer(server -> server.authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals)
                    .jwt(jwt -> jwt.jwtAuthenticationConverter(converter)));
        }
        return http.build();
    }

    /** Sessions of strangers end soon, those of people who signed in last a day's work. */
    private static AuthenticationSuccessHandler signedIn(WantedPage wanted) {
        SavedRequestAwareAuthenticationSuccessHandler onward = new SavedRequestAwareAuthenticationSuccessHandler();
        onward.setRequestCache(wanted);
        return (request, response, person) -> {
            request.getSession().setMaxInactiveInterval((int) SIGNED_IN.toSeconds());
            wanted.removeRequest(request, response);
            onward.onAuthenticationSuccess(request, response, person);
        };
    }

    private static Set<GrantedAuthority> roles(@Nullable Object claim) {
        Set<GrantedAuthority> roles = new HashSet<>();
        if (claim instanceof Collection<?> names) {
            for (Object name : names) {
                Role.named(String.valueOf(name))
                        .ifPresent(role -> roles.add(new SimpleGrantedAuthority(role.authority())));
            }
        }
        return roles;
    }
}
