package io.tierstream.scoring.http.security;

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

    private static final SecurityProperties NOBODY = new SecurityProperties(List.of());
    private static final SecurityProperties A_KEY = new SecurityProperties(List.of(
            new SecurityProperties.ApiKey("ops", Role.OPS, HexFormat.of().formatHex(ApiKeys.hash("k")))));

    @Test
    void shouldRefuseToStartWithoutAnyWayInAndSayWhatToSet() {
        assertThatThrownBy(() -> WaysIn.of(false, NOBODY, false, false))
                .isInstanceOf(NoWayInException.class)
                .hasMessageContaining("issuer-uri")
                .hasMessageContaining("tierstream.security.api-keys")
                .hasMessageContaining("SPRING_PROFILES_ACTIVE=local");
    }

    @Test
    void shouldRefuseTokensOfTheIssuerThatAreForAnyone() {
        assertThatThrownBy(() -> WaysIn.of(false, A_KEY, true, false))
                .isInstanceOf(NoWayInException.class)
                .hasMessageContaining("jwt.audiences");
    }

    @Test
    void shouldStartWithOneWayIn() {
        assertThat(WaysIn.of(false, A_KEY, false, false)).isEqualTo(new WaysIn(false));
        assertThat(WaysIn.of(false, NOBODY, true, true)).isEqualTo(new WaysIn(true));
        assertThat(WaysIn.of(true, NOBODY, false, false)).isEqualTo(new WaysIn(false));
    }

    @Test
    void shouldExplainWhatTheFailureAnalysisShows() {
        NoWayInException refusal = new NoWayInException("Closed.", "Open it.");

        var analysis = new NoWayInFailureAnalyzer().analyze(refusal);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getAction()).isEqualTo("Open it.");
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
