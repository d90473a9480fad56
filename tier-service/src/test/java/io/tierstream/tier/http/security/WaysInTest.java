package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WaysInTest {

    private static final SecurityProperties NOBODY = new SecurityProperties(List.of(), List.of());
    private static final SecurityProperties A_KEY = new SecurityProperties(
            List.of(new SecurityProperties.ApiKey(
                    "shop", Role.OPS, HexFormat.of().formatHex(ApiKeys.hash("k")))),
            List.of());
    private static final SecurityProperties AN_ACCOUNT = new SecurityProperties(
            List.of(), List.of(new SecurityProperties.Account("olga", Role.OPS, "{bcrypt}$2a$04$x")));

    private static final List<String> NO_AUDIENCE = List.of();
    private static final List<String> THIS = List.of("tierstream-tiers");

    @Test
    void shouldRefuseTokensThatWereMadeForAnybody() {
        for (List<String> audiences : List.of(NO_AUDIENCE, List.of(" "))) {
            assertThatThrownBy(() -> WaysIn.of(true, A_KEY, false, true, audiences))
                    .isInstanceOf(NoWayInException.class)
                    .hasMessageContaining("spring.security.oauth2.resourceserver.jwt.audiences");
        }
    }

    @Test
    void shouldRefuseToStartWithoutAnyWayInAndSayWhatToSet() {
        assertThatThrownBy(() -> WaysIn.of(false, NOBODY, false, false, NO_AUDIENCE))
                .isInstanceOf(NoWayInException.class)
                .hasMessageContaining("issuer-uri")
                .hasMessageContaining("tierstream.security.api-keys")
                .hasMessageContaining("SPRING_PROFILES_ACTIVE=local");
    }

    @Test
    void shouldRefuseLocalAccountsOutsideTheLocalProfile() {
        assertThatThrownBy(() -> WaysIn.of(false, AN_ACCOUNT, true, true, THIS)).isInstanceOf(NoWayInException.class);
    }

    @Test
    void shouldStartWithOneWayIn() {
        assertThat(WaysIn.of(false, A_KEY, false, false, NO_AUDIENCE)).isEqualTo(new WaysIn(false, false, false));
        assertThat(WaysIn.of(false, NOBODY, true, false, NO_AUDIENCE)).isEqualTo(new WaysIn(false, true, false));
        assertThat(WaysIn.of(false, NOBODY, false, true, THIS)).isEqualTo(new WaysIn(false, false, true));
        assertThat(WaysIn.of(true, NOBODY, false, false, NO_AUDIENCE)).isEqualTo(new WaysIn(true, false, false));
    }

    @Test
    void shouldPreferOidcToLocalAccounts() {
        assertThat(WaysIn.of(true, AN_ACCOUNT, true, false, NO_AUDIENCE).accounts())
                .isFalse();
    }

    @Test
    void shouldExplainWhatTheFailureAnalysisShows() {
        NoWayInException refusal = new NoWayInException("Closed.", "Open it.");

        var analysis = new NoWayInFailureAnalyzer().analyze(refusal);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getAction()).isEqualTo("Open it.");
    }

    @Test
    void shouldRefuseAnAccountThatCouldNeverSignIn() {
        assertThatThrownBy(() -> new SecurityProperties.Account("o".repeat(101), Role.OPS, "{bcrypt}$2a$04$x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 characters");
    }

    @Test
    void shouldRefuseAKeyInsteadOfItsHash() {
        var configured = new MapConfigurationPropertySource(Map.of(
                "tierstream.security.api-keys[0].name", "shop",
                "tierstream.security.api-keys[0].role", "publisher",
                "tierstream.security.api-keys[0].sha256", "secret"));

        assertThatThrownBy(() -> new Binder(configured).bind("tierstream.security", SecurityProperties.class))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining("secret");
    }
}
