package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.web.Words.ChangeLine;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.node.ObjectNode;

class WordsTest {

    private final Words words = new Words(messages());

    @Test
    void shouldSayWhatBroughtACustomerUp() {
        ChangeLine line = words.line(change("""
                        "from":"C","to":"A","cause":"SCORE","composite":81.20,"previousComposite":40.10,
                        "cutOffs":{"A":70.00,"B":50.00},
                        "criteria":[{"criterion":"credit","weight":10,"points":90,"contribution":9,"previousWeight":10,"previousPoints":90,"previousContribution":9},
                        {"criterion":"volume","weight":30,"points":80.5,"contribution":24.2,"previousWeight":30,"previousPoints":20,"previousContribution":6}]"""), Locale.ENGLISH);

        assertThat(line.direction()).isEqualTo("up");
        assertThat(line.reason())
                .isEqualTo(
                        "Composite rose from 40.10 to 81.20, reaching A (from 70.00). Volume: 20.00 → 80.50 points.");
    }

    @Test
    void shouldNotSayThatACompositeRoseFromNothing() {
        ChangeLine line = words.line(change("""
                        "from":"C","to":"A","cause":"SCORE","composite":81.20,
                        "cutOffs":{"A":70.00,"B":50.00},"criteria":[]"""), Locale.ENGLISH);

        assertThat(line.reason())
                .isEqualTo("The composite is now 81.20, reaching A (from 70.00); there was none before.");
    }

    @Test
    void shouldWriteFiguresAsTheReadersRegionDoes() {
        ChangeLine line = words.line(change("""
                        "from":"C","to":"A","cause":"SCORE","composite":81.20,"previousComposite":40.10,
                        "cutOffs":{"A":70.00,"B":50.00},"criteria":[]"""), Locale.of("en", "DE"));

        assertThat(line.reason()).isEqualTo("Composite rose from 40,10 to 81,20, reaching A (from 70,00).");
    }

    @Test
    void shouldTellTheEndOfAGraceFromAFallTooFar() {
        String fall = """
                "from":"A","to":"C","cause":"SCORE","composite":%s,"previousComposite":69.00,"belowSince":"%s",
                "cutOffs":{"A":70.00,"B":69.50},"criteria":[]""";

        assertThat(words.line(change(fall.formatted("69.00", "2026-10-23T10:00:00Z")), Locale.ENGLISH)
                        .reason())
                .isEqualTo("Composite 69.00 stayed below A (from 70.00) for the whole grace.");
        assertThat(words.line(change(fall.formatted("9.00", "2026-11-22T10:00:00Z")), Locale.ENGLISH)
                        .reason())
                .isEqualTo("Composite fell from 69.00 to 9.00, too far below A (from 70.00).");
    }

    @Test
    void shouldSayItInChinese() {
        ChangeLine line = words.line(change("""
                        "from":"A","to":"B","cause":"CUT_OFF","composite":60.00,"previousComposite":60.00,
                        "cutOffs":{"A":70.00,"B":50.00},"criteria":[]"""), Locale.SIMPLIFIED_CHINESE);

        assertThat(line.reason()).isEqualTo("A 级分界线升至 70.00 分，综合得分 60.00 与之相差过多。");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRST_GRADING    | First grading with 60.00 points.",
                "POLICY           | Policy 4 took over; the composite is 60.00.",
                "OVERRIDE_SET     | Set by hand by olga: <b>why</b> (By the rules: B.)",
                "OVERRIDE_CHANGED | Changed by hand by olga: <b>why</b> (By the rules: B.)",
                "OVERRIDE_ENDED   | The override ended; the computed tier B applies.",
            })
    void shouldSayWhyForEveryCause(String cause, String expected) {
        ChangeLine line = words.line(change("""
                        "to":"A","cause":"%s","composite":60.00,"criteria":[],
                        "override":{"by":"olga","reason":"<b>why</b>"}""".formatted(cause)), Locale.ENGLISH);

        assertThat(line.reason()).isEqualTo(expected);
        assertThat(line.name()).isEqualTo("acme");
    }

    private static ObjectNode change(String parts) {
        return (ObjectNode) EventJson.mapper().readTree("""
                        {"customerId":"acme","computedTier":"B","mode":"RATIO","policyVersion":4,"scoreVersion":1,
                         "decidedAt":"2026-11-22T10:00:00Z","changeNumber":2,%s}""".formatted(parts));
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
