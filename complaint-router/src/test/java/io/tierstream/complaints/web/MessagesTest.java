package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages say the same things, and everything that the pages ask for. */
class MessagesTest {

    private static final Pattern ASKED = Pattern.compile("#\\{([a-z][a-z0-9.-]*)[(}]");

    private static Properties messages(String file) throws IOException {
        Properties messages = new Properties();
        try (Reader reader =
                new InputStreamReader(MessagesTest.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            messages.load(reader);
        }
        return messages;
    }

    @Test
    void shouldSayTheSameInBothLanguages() throws IOException {
        Properties english = messages("/messages.properties");
        Properties chinese = messages("/messages_zh_CN.properties");

        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(chinese.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    private static Set<String> arguments(String message) {
        Set<String> arguments = new TreeSet<>();
        Matcher matcher = Pattern.compile("#|\\{\\d").matcher(message.replaceAll("\\{(\\d),number,[^}]*}", "{$1}"));
        while (matcher.find()) {
            arguments.add(matcher.group());
        }
        return arguments;
    }

    @Test
    void shouldHaveWhatThePagesAskFor() throws IOException {
        Properties english = messages("/messages.properties");
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Path.of("src/main/resources/templates"))) {
            for (Path template : templates.toList()) {
                Matcher asked = ASKED.matcher(Files.readString(template));
                while (asked.find()) {
                    if (!english.containsKey(asked.group(1))) {
                        missing.add(template.getFileName() + ": " + asked.group(1));
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }
}
