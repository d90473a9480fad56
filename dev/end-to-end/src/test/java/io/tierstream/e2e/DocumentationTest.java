package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents refer to exists. */
class DocumentationTest {

    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern SCRIPT = Pattern.compile("(?m)^(?:\\./)?(dev/[a-z][a-z/-]*|mvnw)(?=\\s|$)");

    @Test
    void shouldLinkToWhatExists() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher links = LINK.matcher(withoutCode(Files.readString(document)));
            while (links.find()) {
                String link = links.group(1);
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(document, link)) {
                    broken.add(PROJECT.relativize(document) + " → " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void shouldNameScriptsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            Matcher scripts = SCRIPT.matcher(Files.readString(document));
            while (scripts.find()) {
                if (!Files.isExecutable(PROJECT.resolve(scripts.group(1)))) {
                    missing.add(PROJECT.relativize(document) + ": " + scripts.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || Files.isDirectory(target)
                || anchors(Files.readString(target)).contains(parts[1]);
    }

    /** As GitHub makes them. */
    private static Set<String> anchors(String document) {
        return HEADING.matcher(document)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(String document) {
        return document.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> all = Files.walk(PROJECT)) {
            return all.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of("target", ".git", ".data", "node_modules")
                            .noneMatch(
                                    name -> PROJECT.relativize(file).toString().contains(name + "/")))
                    .toList();
        }
    }
}
