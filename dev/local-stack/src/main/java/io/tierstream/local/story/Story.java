package io.tierstream.local.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the demonstration to a running system, over HTTP as any publisher would: two years of business first, then act
 * after act. How far it came is kept in a file; played again it goes on from there.
 */
public final class Story {

    private static final int YEARS_TOLD = 2;
    private static final int DAYS_SINCE_FALSE_BIG_ORDER = 120;
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRADED_WITHIN = Duration.ofMinutes(3);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI events;
    private final String key;
    private final URI totals;
    private final URI cutOffs;
    private final String opsKey;
    private final Path progressFile;
    private final Clock clock;
    private final Consumer<String> say;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Thread player = Thread.ofPlatform().daemon().name("story").unstarted(this::play);

    /**
     * A story that is not played yet.
     *
     * @param ingest where the ingest-service answers
     * @param key an API key that may publish
     * @param scoring where the scoring-service answers
     * @param tiers where the tier-service answers
     * @param opsKey an API key that may see totals and ask for cut-offs
     * @param progressFile where it keeps how far it came
     * @param clock what time it is
     * @param say is told what happens, in lines for people
     */
    public Story(
            URI ingest,
            String key,
            URI scoring,
            URI tiers,
            String opsKey,
            Path progressFile,
            Clock clock,
            Consumer<String> say) {
        this.events = ingest.resolve("/v1/events");
        this.key = key;
        this.totals = scoring.resolve("/v1/totals");
        this.cutOffs = tiers.resolve("/v1/cut-offs");
        this.opsKey = opsKey;
        this.progressFile = progressFile;
        this.clock = clock;
        this.say = say;
    }

    /** Begins to play, and returns at once. */
    public void start() {
        player.start();
    }

    /** Ends playing. */
    public void end() {
        player.interrupt();
    }

    private void play() {
        try {
            Progress progress = Progress.in(progressFile);
            while (true) {
                progress = tellUntilToday(progress);
                Instant begin = clock.instant();
                // Before it begins: an act that was interrupted is not played twice with other times.
                int number = progress.nextAct();
                progress = progress.withNextAct(number + 1);
                progress.keep(progressFile);
                for (Act.Step step : Act.steps(number, begin)) {
                    sleepUntil(begin.plus(step.after()));
                    say.accept(step.words());
                    publish(step.events());
                }
                sleepUntil(begin.plus(Act.LENGTH));
            }
        } catch (InterruptedException e) {
            say.accept("The demonstration has ended.");
        } catch (RuntimeException e) {
            say.accept("! The demonstration has ended because of an error: " + e);
        }
    }

    private Progress tellUntilToday(Progress progress) throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate from = progress.toldUntil();
        if (!from.isBefore(today)) {
            return progress;
        }
        List<Happening> past;
        if (from.equals(LocalDate.MIN)) {
            from = today.minusYears(YEARS_TOLD);
            past = Stream.of(
                            History.beginning(from),
                            List.of(History.falseBigOrder(today.minusDays(DAYS_SINCE_FALSE_BIG_ORDER))),
                            History.prospects(today),
                            History.between(from, today))
                    .flatMap(List::stream)
                    .toList();
        } else {
            past = History.between(from, today);
        }
        say.accept("Publishing the business of " + Companies.ALL.size() + " companies from " + from + " to " + today
                + ": " + past.size() + " events …");
        for (int i = 0; i < past.size(); i += BATCH) {
            publish(past.subList(i, Math.min(past.size(), i + BATCH)));
        }
        say.accept("Published. Waiting until all are graded …");
        gradeAll();
        Progress told = progress.withToldUntil(today);
        told.keep(progressFile);
        return told;
    }

    /**
     * Without cut-offs everybody is C: asks for them instead of waiting for the next minute, but not before the figures stand
     * still, so that nobody gets a tier that half of the history gave.
     */
    private void gradeAll() throws InterruptedException {
        HttpRequest figures = asOps(totals).GET().build();
        HttpRequest grading =
                asOps(cutOffs).POST(HttpRequest.BodyPublishers.noBody()).build();
        if (settles(figures, "customers", "") && settles(grading, "n", "/cutOffs")) {
            say.accept("All are graded. Now watch the desk and the tiers.");
        } else {
            say.accept("Not all are graded yet; going on.");
        }
    }

    private HttpRequest.Builder asOps(URI uri) {
        return HttpRequest.newBuilder(uri).header("X-API-Key", opsKey).timeout(PATIENCE);
    }

    /** Whether two answers in a row say the same of everybody. */
    private boolean settles(HttpRequest request, String count, String part) throws InterruptedException {
        Instant end = clock.instant().plus(GRADED_WITHIN);
        JsonNode before = json.missingNode();
        while (clock.instant().isBefore(end)) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == OK) {
                    JsonNode now = json.readTree(answer.body());
                    if (now.path(count).asInt() >= Companies.ALL.size()
                            && now.at(part).equals(before)) {
                        return true;
                    }
                    before = now.at(part);
                }
            } catch (IOException e) {
                // Away for a moment; asked again.
                say.accept("  No answer from " + request.uri() + " now (" + e + "); trying again …");
            }
            Thread.sleep(RETRY);
        }
        return false;
    }

    private void sleepUntil(Instant time) throws InterruptedException {
        Duration rest = Duration.between(clock.instant(), time);
        if (rest.isPositive()) {
            Thread.sleep(rest);
        }
    }

    /** Publishes until it is accepted; repeats are without effect. */
    private void publish(List<Happening> happenings) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Content-Type", "application/cloudevents-batch+json")
                .header("X-API-Key", key)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(
                        happenings.stream().map(Happening::structured).toList())))
                .build();
        boolean told = false;
        while (true) {
            String trouble;
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status == ACCEPTED) {
                    return;
                }
                trouble = "HTTP " + status;
                if (status < SERVER_ERROR && status != TOO_MANY) {
                    say.accept("! Events of the demonstration were refused: " + trouble + " " + answer.body());
                    return;
                }
            } catch (IOException e) {
                trouble = e.toString();
            }
            if (!told) {
                say.accept("  The ingest-service takes no events now (" + trouble + "); trying again …");
                told = true;
            }
            Thread.sleep(RETRY);
        }
    }

    /**
     * How far the story has been told.
     *
     * @param toldUntil the day before which all ordinary business is published
     * @param nextAct the number of the next act
     */
    private record Progress(LocalDate toldUntil, int nextAct) {

        static Progress in(Path file) {
            if (!Files.exists(file)) {
                return new Progress(LocalDate.MIN, 0);
            }
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Progress(
                    LocalDate.parse(properties.getProperty("toldUntil")),
                    Integer.parseInt(properties.getProperty("nextAct")));
        }

        Progress withToldUntil(LocalDate day) {
            return new Progress(day, nextAct);
        }

        Progress withNextAct(int number) {
            return new Progress(toldUntil, number);
        }

        void keep(Path file) {
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            try {
                Files.writeString(draft, "toldUntil=" + toldUntil + "\nnextAct=" + nextAct + "\n");
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
