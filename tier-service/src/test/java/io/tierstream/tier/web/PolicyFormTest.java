package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDifference;
import io.tierstream.tier.domain.PolicyDraft.Outcome;
import io.tierstream.tier.domain.PolicyDraft.Violation;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class PolicyFormTest {

    @Test
    void shouldSayWhatThePolicySays() {
        PolicyForm form = PolicyForm.of(WireTranslator.toWire(GradingPolicy.INITIAL), "again");

        Outcome outcome = form.draft(violation -> {}).over(GradingPolicy.INITIAL, 7);

        GradingPolicy policy = ((Outcome.Accepted) outcome).policy();
        assertThat(PolicyDifference.between(GradingPolicy.INITIAL, policy)).isEmpty();
        assertThat(policy.version()).isEqualTo(7);
        assertThat(policy.comment()).isEqualTo("again");
    }

    @ParameterizedTest
    @MethodSource("durations")
    void shouldKeepEveryDurationOfWholeSecondsAsItIs(Duration duration) {
        GradingPolicy policy = lasting(duration);

        PolicyForm form = PolicyForm.of(WireTranslator.toWire(policy), "again");

        GradingPolicy read = ((Outcome.Accepted) form.draft(violation -> {}).over(GradingPolicy.INITIAL, 2)).policy();
        assertThat(read.demotionGrace()).isEqualTo(duration);
        assertThat(read.minimumDwell()).isEqualTo(duration);
    }

    /** Every whole hour of a fortnight, and odd ones. */
    static Stream<Duration> durations() {
        return Stream.concat(
                LongStream.rangeClosed(0, 336).mapToObj(Duration::ofHours),
                Stream.of("PT1S", "PT59S", "PT1M", "PT1H1M1S", "P1DT1S", "P29DT23H59M59S", "P3649DT23H59M59S", "P3650D")
                        .map(Duration::parse));
    }

    private static GradingPolicy lasting(Duration duration) {
        GradingPolicy initial = GradingPolicy.INITIAL;
        return new GradingPolicy(
                1,
                initial.weights(),
                initial.mode(),
                initial.shares(),
                initial.thresholds(),
                initial.demotionMargin(),
                duration,
                duration,
                "");
    }

    @Test
    void shouldTellDifferencesFieldByFieldInWords() {
        PolicyForm form = form("20", "0.5");
        GradingPolicy policy = ((Outcome.Accepted) form.draft(violation -> {}).over(GradingPolicy.INITIAL, 2)).policy();

        List<PolicyWords.Difference> differences = PolicyWords.differences(
                PolicyDifference.between(GradingPolicy.INITIAL, policy), new Show(Locale.ENGLISH, messages()));

        assertThat(differences)
                .containsExactly(
                        new PolicyWords.Difference("Weight of credit", "10\u00a0%", "20\u00a0%"),
                        new PolicyWords.Difference("Weight of volume", "30\u00a0%", "40\u00a0%"),
                        new PolicyWords.Difference("Weight of profit", "60\u00a0%", "40\u00a0%"),
                        new PolicyWords.Difference("Grace (days)", "30 days", "12 hours"));
    }

    @Test
    void shouldSayWhatIsWrongInTheReadersLanguage() {
        List<Violation> wrong = new ArrayList<>();
        form("much", "1").draft(wrong::add);
        Outcome.Rejected rejected =
                (Outcome.Rejected) form("30", "1").draft(wrong::add).over(GradingPolicy.INITIAL, 2);
        wrong.addAll(rejected.violations());
        Show chinese = new Show(Locale.SIMPLIFIED_CHINESE, messages());

        assertThat(wrong.stream().map(violation -> PolicyWords.wrong(violation, chinese)))
                .containsExactly("信用权重：请填写数字，例如 12.5。", "各项权重合计必须为 100%。");
    }

    private static PolicyForm form(String credit, String graceDays) {
        return new PolicyForm(
                credit, "40", "40", "0", "RATIO", null, null, null, null, null, graceDays, null, "  why  ");
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
