package io.tierstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything a stack keeps. One stack uses it at a time. */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final int LOOKED_THROUGH = 100_000;
    private static final Pattern ERROR = Pattern.compile("\\S+ +ERROR .*? : (.*)");
    private static final List<String> OURS = List.of(
            "broker", "store", "state", "logs", "run", "work", "imports", "credentials.properties", "story.properties");

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder for this process, making it where it is missing.
     *
     * @throws StackException if another stack uses it
     */
    static DataFolder take(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new StackException("Another stack"
                        + owner(folder)
                        + " uses the data folder "
                        + folder
                        + ". End it, or use another folder: dev/up --data=DIR (and --port-offset=N).");
            }
            lockFile.truncate(0);
            lockFile.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            var taken = new DataFolder(folder, lockFile);
            Files.createDirectories(taken.logs());
            Files.createDirectories(taken.run());
            Files.createDirectories(taken.work());
            return taken;
        } catch (IOException e) {
            throw new StackException("The data folder " + folder + " can't be used: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(Path folder) {
        try {
            return " (process " + Files.readString(folder.resolve(LOCK)).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    /** Removes what earlier stacks kept, and nothing else that may lie in the folder. */
    void empty() {
        for (String ours : OURS) {
            remove(path.resolve(ours));
        }
        try {
            Files.createDirectories(logs());
            Files.createDirectories(run());
            Files.createDirectories(work());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    Path broker() {
        return path.resolve("broker");
    }

    Path store() {
        return path.resolve("store").resolve("store.mv");
    }

    Path state() {
        return path.resolve("state");
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** For each process its number and what it was configured with. */
    Path run() {
        return path.resolve("run");
    }

    /** The working folder of the services. */
    Path work() {
        return path.resolve("work");
    }

    Path credentials() {
        return path.resolve("credentials.properties");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of a text file, for people. */
    static String tail(Path file, int lines) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - 200L * lines);
            var bytes = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(bytes, from);
            List<String> all = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(" + file + " can't be read: " + e + ")";
        }
    }

    /** The messages of errors in a service's log from this byte on, among its last lines, the first first. */
    static List<String> errors(Path log, long from) {
        try (var channel = FileChannel.open(log)) {
            long begin = Math.max(from, channel.size() - LOOKED_THROUGH);
            var bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - begin));
            channel.read(bytes, begin);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .map(ERROR::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .toList();
        } catch (IOException e) {
            // Whoever waits is told in the end that it is not ready, and where the log should be.
            return List.of();
        }
    }
}
