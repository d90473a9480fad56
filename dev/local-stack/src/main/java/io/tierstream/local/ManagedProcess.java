package io.tierstream.local;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the stack, which can be started, ended, killed and started again. */
public final class ManagedProcess {

    private static final long POLL_MILLISECONDS = 50;
    private static final long LARGE_LOG_BYTES = 20L << 20;
    private static final int REPORTED_LINES = 15;

    /** Must not be inherited from the shell, where they would win over what the stack says. */
    private static final List<String> OF_THE_STACK = List.of(
            "SERVER_PORT",
            "SERVER_ADDRESS",
            "SPRING_KAFKA_BOOTSTRAPSERVERS",
            "SPRING_KAFKA_STREAMS_STATEDIR",
            "SPRING_MONGODB_URI");

    private final String name;
    private final String address;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path workingFolder;
    private final Path log;
    private final Path pidFile;
    private final Readiness readiness;

    private @Nullable Process process;
    private long logStart;
    private volatile boolean wanted;

    ManagedProcess(
            String name,
            String address,
            List<String> command,
            Map<String, String> environment,
            Path workingFolder,
            Path log,
            Path pidFile,
            Readiness readiness) {
        this.name = name;
        this.address = address;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
        this.log = log;
        this.pidFile = pidFile;
        this.readiness = readiness;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** Where it answers: {@code host:port} or a URL. */
    public String address() {
        return address;
    }

    /** What it prints goes here; each start appends. */
    public Path log() {
        return log;
    }

    /** The last lines that it printed. */
    public String endOfLog() {
        return DataFolder.tail(log, REPORTED_LINES);
    }

    /** The messages of errors that it logged since it was started, as far as they are among its last lines. */
    synchronized List<String> errors() {
        return DataFolder.errors(log, logStart);
    }

    /** Starts it and returns at once. */
    public synchronized void start() {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            logStart = Files.exists(log) ? Files.size(log) : 0;
            var builder = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            OF_THE_STACK.forEach(builder.environment()::remove);
            builder.environment().putAll(environment);
            wanted = true;
            process = builder.start();
            Files.writeString(pidFile, process.pid() + " " + startOf(process.toHandle()) + "\n");
        } catch (IOException e) {
            throw new StackException(name + " can't be started: " + e.getMessage(), e);
        }
    }

    private static String nullDevice() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }

    /**
     * Waits until it can do its work.
     *
     * @throws StackException if it ends instead, or the time is over, with the end of its log
     */
    public void awaitReady(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!isReady()) {
            if (!isAlive() || System.nanoTime() > end) {
                throw notReady(atMost);
            }
            pause();
        }
    }

    /** Says why it is not ready, after that time at most. */
    StackException notReady(Duration waited) {
        return new StackException((isAlive()
                        ? name + " was not ready after " + waited.toSeconds() + " s."
                        : name + " ended with " + exitCode() + " while starting.")
                + " Its log, " + log + ", ends:\n" + endOfLog());
    }

    /** Whether it can do its work now. */
    public boolean isReady() {
        return isAlive()
                && switch (readiness) {
                    case Readiness.Answers answers -> answers.holds();
                    case Readiness.Printed printed -> outputOfThisStart().contains(printed.text());
                };
    }

    private String outputOfThisStart() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(logStart);
            byte[] bytes = new byte[(int) Math.min(1 << 20, file.length() - logStart)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the process exists. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it ended although nobody asked for that. */
    boolean hasDied() {
        return wanted && !isAlive();
    }

    /** Its number with the operating system, while it runs. */
    public synchronized Optional<Long> pid() {
        return isAlive() ? Optional.of(running().pid()) : Optional.empty();
    }

    /** How it ended; 128 and the number of the signal if by one. */
    int exitCode() {
        return running().exitValue();
    }

    /** Asks it to end, and kills it if it has not after a while. Does nothing if it does not run. */
    public void stop(Duration atMost) {
        wanted = false;
        if (!isAlive()) {
            return;
        }
        Process ending = running();
        ending.destroy();
        if (!waitFor(ending, atMost)) {
            kill();
        }
        forgetPid();
    }

    /** Ends it at once, as {@code kill -9} does. Does nothing if it does not run. */
    public void kill() {
        wanted = false;
        if (!isAlive()) {
            return;
        }
        Process ending = running();
        ending.destroyForcibly();
        waitFor(ending, Duration.ofSeconds(30));
        forgetPid();
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    private static boolean waitFor(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forgetPid() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting", e);
        }
    }

    /**
     * Ends a process that an earlier stack left behind because it was itself killed.
     *
     * @param pidFile what {@link #start()} wrote
     * @return whether there was one
     */
    static boolean endLeftOver(Path pidFile) {
        try {
            String[] parts = Files.readString(pidFile).strip().split(" ", 2);
            Optional<ProcessHandle> left = parts.length < 2
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(parts[0]))
                            .filter(handle -> startOf(handle).equals(parts[1]));
            left.ifPresent(handle -> {
                handle.destroyForcibly();
                handle.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            });
            Files.delete(pidFile);
            return left.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Together with the number it names a process, as numbers are used again. */
    private static String startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
