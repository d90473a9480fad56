package io.tierstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void shouldPlayTheDemonstrationOnTheUsualPortsUnlessSaid() {
        Launcher.Options options = Launcher.Options.of("--repository=/project");
        assertThat(options)
                .isEqualTo(new Launcher.Options(
                        Path.of("/project"), Path.of("/project/.data"), 0, true, false, true, false));
    }

    @Test
    void shouldTakeAllOptions() {
        Launcher.Options options = Launcher.Options.of(
                "--repository=/project",
                "--data=/elsewhere",
                "--port-offset=100",
                "--no-demo",
                "--fresh",
                "--no-training");
        assertThat(options)
                .isEqualTo(new Launcher.Options(
                        Path.of("/project"), Path.of("/elsewhere"), 100, false, true, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--demo", "up", "--port-offset=", "--port-offset=-1", "--port-offset=60000", "--data="})
    void shouldRefuseWhatItDoesNotUnderstand(String option) {
        assertThatThrownBy(() -> Launcher.Options.of(option)).isInstanceOf(IllegalArgumentException.class);
    }
}
