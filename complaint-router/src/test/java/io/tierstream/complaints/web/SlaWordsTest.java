package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.SlaPolicy.Problem;
import io.tierstream.complaints.http.SlaReader;
import io.tierstream.contracts.EventJson;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class SlaWordsTest {

    private static final Locale ZH = Locale.SIMPLIFIED_CHINESE;

    private final SlaWords words = new SlaWords(messages());

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    private static SlaPolicy office() {
        return SlaReader.read(EventJson.mapper().readTree("""
                                        {"tiers": {"A": "P1DT4H"}, "calendar": {"zone": "Asia/Shanghai", "hoursPerDay": 7.5,
                                          "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "24:00"}],
                                          "holidays": ["2026-10-01"]}, "calendars": {"A": null}, "maximumWait": "P30D"}"""), SlaPolicy.DEFAULT)
                .policy();
    }

    @Test
    void shouldSaySettingsInBothLanguages() {
        assertThat(words.settings(office(), Locale.ENGLISH))
                .containsEntry("Tier A", "1 d 4 h · round the clock")
                .containsEntry(
                        "Tier B",
                        "5 d · Mon–Fri 09:00–12:00, 13:00–24:00 (Asia/Shanghai); a day is 7.5 working hours; 1 holidays")
                .containsEntry("At risk", "in the last 25 % of the time")
                .containsEntry("Lifted above the tiers", "30 d");
        assertThat(words.settings(office(), ZH))
                .containsEntry("A 级", "1 天 4 小时 · 全天候计时")
                .containsEntry("提升到各等级之上", "30 天");
    }

    @Test
    void shouldNameOnlyWhatDiffers() {
        assertThat(words.differences(SlaPolicy.DEFAULT, office(), Locale.ENGLISH))
                .extracting(SlaWords.Difference::name)
                .containsExactly("Tier A", "Tier B", "Tier C", "Lifted above the tiers");
        assertThat(words.differences(office(), office().withVersion(9), Locale.ENGLISH))
                .isEmpty();
    }

    @Test
    void shouldCutDurationsToTwoUnitsWhereThatIsEnough() {
        assertThat(words.roughly(Duration.ofSeconds(93784), Locale.ENGLISH)).isEqualTo("1 d 2 h");
        assertThat(words.duration(Duration.ofSeconds(93784), Locale.ENGLISH)).isEqualTo("1 d 2 h 3 min 4 s");
        assertThat(words.roughly(Duration.ZERO, Locale.ENGLISH)).isEqualTo("0 min");
        assertThat(words.roughly(null, Locale.ENGLISH)).isEqualTo("–");
    }

    /** Every code that settings can be refused with has words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "type",
                "unknown",
                "required",
                "format",
                "range",
                "part-of-day",
                "too-far",
                "enum",
                "zone",
                "time",
                "interval",
                "overlap",
                "no-work",
                "too-many",
                "day",
                "range-hours"
            })
    void shouldSayWhatIsWrong(String code) {
        for (Locale locale : new Locale[] {Locale.ENGLISH, ZH}) {
            assertThat(words.wrong(new Problem("/calendars/A/holidays/2", code, "not shown"), locale))
                    .contains(Map.of(Locale.ENGLISH, "Tier A · Holidays · entry 3: ", ZH, "A 级 · 节假日 · 第 3 项: ")
                            .get(locale))
                    .doesNotContain("not shown");
        }
    }
}
