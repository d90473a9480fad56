package io.tierstream.local;

import io.tierstream.local.story.Story;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dev/up} runs: starts a stack, says where it is, plays the demonstration, starts again what dies, and ends
 * everything when it is told to end itself.
 */
final class Launcher {

    private static final int DEATHS_UNTIL_GIVEN_UP = 5;
    private static final Duration AGAIN = Duration.ofSeconds(300);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Options options;
    private final Clock clock;
    private final Map<ManagedProcess, Integer> deaths = new HashMap<>();
    private volatile boolean ending;
    private final Set<ManagedProcess> starting = ConcurrentHashMap.newKeySet();

    private Launcher(Options options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * Ends with 0 after a wanted end, 1 if the stack can't run, 2 if the options are wrong.
     *
     * @param args see {@link Options}
     */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            new Launcher(options, Clock.systemDefaultZone()).run();
        } catch (StackException e) {
            System.err.println();
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        long begin = System.nanoTime();
        System.out.println("Tierstream local stack, data in " + options.data());
        LocalStack stack = LocalStack.in(options.data())
                .ports(Ports.offset(options.portOffset()))
                .fresh(options.fresh())
                .training(options.training())
                .repository(options.repository())
                // So that the demonstration's foreign orders are taken, and yours.
                .setting("tierstream.rates.USD", "0.92")
                .setting("tierstream.rates.GBP", "1.17")
                .setting("tierstream.rates.CHF", "1.05")
                .setting("tierstream.rates.CNY", "0.13")
                .setting("tierstream.rates.JPY", "0.0061")
                .progress(System.out::println)
                .open();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, main), "end-stack"));
        stack.start();
        System.out.printf("%nTierstream is ready (after %.0f s)%n%n", (System.nanoTime() - begin) / 1e9);
        System.out.println(welcome(stack));
        Story story = null;
        if (options.demo()) {
            story = new Story(
                    stack.address(Service.INGEST),
                    stack.credentials().key("publisher"),
                    stack.address(Service.SCORING),
                    stack.address(Service.TIERS),
                    stack.credentials().key("ops"),
                    stack.dataFolder().resolve("story.properties"),
                    clock,
                    this::say);
            story.start();
        }
        watch(stack, story);
    }

    private void end(LocalStack stack, Thread main) {
        ending = true;
        System.out.println();
        System.out.println("Ending: the services, then broker and store …");
        main.interrupt();
        stack.close();
        System.out.println("All has ended; the data is kept.");
    }

    /** Starts again what dies, until it dies too often; one does not wait for another. */
    private void watch(LocalStack stack, @Nullable Story story) {
        try {
            while (true) {
                Thread.sleep(500);
                for (ManagedProcess process : stack.processes()) {
                    if (process.hasDied()
                            && deaths.getOrDefault(process, 0) <= DEATHS_UNTIL_GIVEN_UP
                            && starting.add(process)) {
                        int count = deaths.merge(process, 1, Integer::sum);
                        Thread.ofPlatform().daemon().start(() -> startAgain(process, count));
                    }
                }
            }
        } catch (InterruptedException e) {
            if (story != null) {
                story.end();
            }
        }
    }

    private void startAgain(ManagedProcess process, int count) {
        try {
            say("! " + process.name() + " has ended unexpectedly, with " + process.exitCode() + ". Its log, "
                    + process.log() + ", ends:\n" + process.endOfLog().indent(4));
            if (count > DEATHS_UNTIL_GIVEN_UP) {
                say("! " + process.name() + " ended too often and is left alone: the stack goes on WITHOUT it."
                        + " Ctrl-C ends the rest.");
                return;
            }
            say("  starting " + process.name() + " again (" + count + " of " + DEATHS_UNTIL_GIVEN_UP + ") …");
            if (ending) {
                return;
            }
            long begin = System.nanoTime();
            process.start();
            process.awaitReady(AGAIN);
            say("  %s is ready again after %.0f s".formatted(process.name(), (System.nanoTime() - begin) / 1e9));
        } catch (StackException e) {
            say("! " + e.getMessage());
        } finally {
            starting.remove(process);
        }
    }

    private void say(String line) {
        System.out.println(LocalTime.now(clock).format(TIME) + "  " + line);
    }

    private String welcome(LocalStack stack) {
        var text = new StringBuilder();
        line(text, "Support desk", stack.address(Service.DESK) + "/");
        line(text, "Tiers at a glance", stack.address(Service.TIERS) + "/");
        line(text, "Publish and import", stack.address(Service.INGEST) + "/");
        line(text, "Rolling figures", stack.address(Service.SCORING) + "/v1/totals (with a key, no pages)");
        line(text, "Kafka", stack.bootstrapServers());
        line(text, "MongoDB stand-in", stack.storeConnectionString());
        line(text, "Logs", stack.dataFolder().resolve("logs").toString());
        text.append('\n');
        for (String role : Credentials.ROLES) {
            line(
                    text,
                    "Account " + role,
                    options.showPasswords() ? "password " + stack.credentials().password(role) : "");
        }
        line(
                text,
                "",
                (options.showPasswords() ? "these and the API keys are in " : "passwords and API keys are in ")
                        + stack.dataFolder().resolve("credentials.properties"));
        text.append("\nCtrl-C ends everything; the data is kept.\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-20s %s%n".formatted(name, value));
    }

    /**
     * The options of the command line.
     *
     * @param repository the project's folder
     * @param data the data folder
     * @param portOffset added to every port
     * @param demo whether the demonstration is played
     * @param fresh whether to begin with an empty data folder
     * @param training whether to prepare faster starts where that has not been done since the build
     * @param showPasswords whether passwords may be printed, because a person sees the output and no file keeps it
     */
    record Options(
            Path repository,
            Path data,
            int portOffset,
            boolean demo,
            boolean fresh,
            boolean training,
            boolean showPasswords) {

        static Options of(String... args) {
            Path repository = Path.of("").toAbsolutePath();
            Path data = null;
            int portOffset = 0;
            boolean demo = true;
            boolean fresh = false;
            boolean training = true;
            boolean showPasswords = false;
            for (String arg : args) {
                int equals = arg.indexOf('=');
                String name = equals < 0 ? arg : arg.substring(0, equals);
                String value = equals < 0 ? "" : arg.substring(equals + 1);
                switch (name) {
                    case "--repository" -> repository = Path.of(value).toAbsolutePath();
                    case "--data" -> data = folder(value);
                    case "--port-offset" -> portOffset = offset(value);
                    case "--no-demo" -> demo = false;
                    case "--fresh" -> fresh = true;
                    case "--no-training" -> training = false;
                    case "--show-passwords" -> showPasswords = true;
                    default -> throw new IllegalArgumentException("There is no option " + arg);
                }
            }
            return new Options(
                    repository,
                    data == null ? repository.resolve(".data") : data,
                    portOffset,
                    demo,
                    fresh,
                    training,
                    showPasswords);
        }

        private static Path folder(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("--data needs a folder: --data=DIR");
            }
            return Path.of(value).toAbsolutePath();
        }

        private static int offset(String value) {
            try {
                int offset = Integer.parseInt(value);
                if (offset >= 0 && offset <= Ports.highestOffset()) {
                    return offset;
                }
            } catch (NumberFormatException e) {
                // Told below, as for a number out of range.
            }
            throw new IllegalArgumentException(
                    "--port-offset needs a whole number from 0 to " + Ports.highestOffset() + ", not '" + value + "'");
        }
    }
}
