package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {

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
