package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real browser, where there is one. */
final class Chromium implements AutoCloseable {

    private static final String HINT =
            "Install Chromium to run it (Debian: apt-get install chromium), or set CHROMIUM to its path.";
    private static final String AXE = axe();

    private final Playwright playwright = Playwright.create();
    private final Browser browser;

    private Chromium(Path executable) {
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** Starts one; skips the test, and says so, where there is none. */
    static Chromium launch() {
        Path executable = Stream.of(
                        System.getenv().getOrDefault("CHROMIUM", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (executable == null) {
            System.out.println("SKIPPED: " + HINT);
        }
        Assumptions.assumeTrue(executable != null, HINT);
        return new Chromium(Objects.requireNonNull(executable));
    }

    Browser browser() {
        return browser;
    }

    private static String axe() {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if axe finds a violation, or the page is wider than its window. */
    static void check(Page page, String what) {
        page.evaluate(AXE);
        @SuppressWarnings("unchecked")
        List<String> violations = (List<String>)
                page.evaluate(
                        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
                                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html + ' (' + n.failureSummary + ')').join(' | '))");
        assertThat(violations).as("axe on " + what).isEmpty();
        assertThat((Boolean) page.evaluate(
                        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                .as(what + " scrolls sideways")
                .isFalse();
    }

    /** Keeps a picture of the page among the build's results. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pages", name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
