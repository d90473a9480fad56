package io.tierstream.testing;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium, where there is one, and what it finds wrong with a page. */
public final class Chromium implements AutoCloseable {

    private static final String HINT =
            "Install Chromium to run it (Debian: apt-get install chromium), or set CHROMIUM to its path.";
    private static final String AXE = axe();
    private static final String VIOLATIONS = """
            () => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.map(it =>
              it.id + ': ' + it.nodes.map(node => node.html + ' (' + node.failureSummary + ')').join(' | ')))""";
    private static final String TOO_WIDE = """
            () => {
              const edge = document.documentElement.clientWidth;
              return document.documentElement.scrollWidth <= edge ? [] : ['wider than the window', ...[...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > edge + 1)
                .map(one => `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 80)}`)];
            }""";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox")));
    }

    /**
     * Starts one.
     *
     * @throws org.opentest4j.TestAbortedException where there is none: the test is skipped, and says so
     */
    public static Chromium launch() {
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

    /** The browser, to open contexts in. */
    public Browser browser() {
        return browser;
    }

    /** What axe calls a violation, what is wider than the window, and words that a language lacks. */
    public static List<String> faults(Page page) {
        page.evaluate(AXE);
        List<String> faults = new ArrayList<>();
        ((List<?>) page.evaluate(VIOLATIONS)).forEach(violation -> faults.add(String.valueOf(violation)));
        faults.addAll(tooWide(page));
        if (page.content().contains("??")) {
            faults.add("a text is missing");
        }
        return faults;
    }

    /** What reaches beyond the right edge of the window. */
    public static List<String> tooWide(Page page) {
        return ((List<?>) page.evaluate(TOO_WIDE)).stream().map(String::valueOf).toList();
    }

    /**
     * Checks a page as {@link #faults} does.
     *
     * @param what the page is, for the message
     * @throws AssertionError if there is any fault
     */
    public static void check(Page page, String what) {
        List<String> faults = faults(page);
        if (!faults.isEmpty()) {
            throw new AssertionError(what + ": " + String.join("\n", faults));
        }
    }

    /** Keeps a picture of the page in {@code target/pages}. */
    public static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pages", name + ".png")));
    }

    private static String axe() {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
