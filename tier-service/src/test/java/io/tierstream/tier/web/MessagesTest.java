package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.tier.webhook.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Pattern ASKED = Pattern.compile("#\\{([a-z][a-zA-Z0-9.-]*)[(}]");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

    @Test
    void shouldSayTheSameInEveryLanguage() throws IOException {
        Properties english = read("/messages.properties");
        Properties chinese = read("/messages_zh.properties");

        assertThat(new TreeSet<>(chinese.stringPropertyNames()))
                .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(chinese.getProperty(key)))
                    .as("arguments of %s", key)
                    .isEqualTo(arguments(english.getProperty(key)));
        }
    }

    @Test
    void shouldBePatternsWhereTheyTakeArguments() throws IOException {
        for (String file : new String[] {"/messages.properties", "/messages_zh.properties"}) {
            Properties messages = read(file);
            for (String key : messages.stringPropertyNames()) {
                String text = messages.getProperty(key);
                if (!arguments(text).isEmpty()) {
                    assertThat(new MessageFormat(text, Locale.ENGLISH)).as(key).isNotNull();
                    assertThat(text)
                            .as("%s: an apostrophe quotes in a pattern", key)
                            .doesNotContain("'");
                }
            }
        }
    }

    @Test
    void shouldHaveWhatThePagesAskFor() throws IOException {
        Properties english = read("/messages.properties");
        TreeSet<String> missing = new TreeSet<>();
        int asked = 0;
        try (Stream<Path> templates = Files.list(Path.of("src/main/resources/templates"))) {
            for (Path template : templates.toList()) {
                Matcher asking = ASKED.matcher(Files.readString(template));
                while (asking.find()) {
                    asked++;
                    if (!english.containsKey(asking.group(1))) {
                        missing.add(template.getFileName() + ": " + asking.group(1));
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(asked).isGreaterThan(200);
    }

    @Test
    void shouldHaveWhatThePagesPutTogether() throws IOException {
        Properties english = read("/messages.properties");
        List<String> keys = new ArrayList<>();
        for (RecordComponent metric : Metrics.class.getRecordComponents()) {
            keys.add("metric." + metric.getName());
            keys.add("report.column." + metric.getName());
        }
        for (Flag flag : Flag.values()) {
            keys.addAll(List.of("flag." + flag, "flag." + flag + ".why", "warning." + flag));
        }
        for (String type : Webhooks.types()) {
            keys.add("webhooks.type." + type);
        }
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            keys.addAll(List.of("webhooks.breaker." + state, "webhooks.breaker.why." + state));
        }
        for (String group : List.of("orders", "profit", "payments", "complaints")) {
            keys.add("figures." + group);
        }

        assertThat(english.stringPropertyNames()).containsAll(keys);
    }

    private static TreeSet<String> arguments(String text) {
        TreeSet<String> found = new TreeSet<>();
        ARGUMENT.matcher(text).results().forEach(result -> found.add(result.group(1)));
        return found;
    }

    private static Properties read(String name) throws IOException {
        Properties messages = new Properties();
        try (InputStream in = MessagesTest.class.getResourceAsStream(name)) {
            messages.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return messages;
    }
}
