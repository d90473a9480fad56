package io.tierstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A built service in the form that starts fastest: its Boot jar taken apart, with a cache of loaded classes where a
 * start with training has made one.
 */
final class Application {

    private static final Duration TRAINING = Duration.ofMinutes(3);
    private static final boolean AOT_CACHE = Runtime.version().feature() >= 25;

    private final Service service;
    private final Path folder;
    private final Path jar;

    private Application(Service service, Path folder, Path jar) {
        this.service = service;
        this.folder = folder;
        this.jar = jar;
    }

    /**
     * Takes the Boot jar of a service apart, next to itself, if that was not done since it was built.
     *
     * @param repository the folder of the project
     * @throws StackException if the service is not built
     */
    static Application of(Path repository, Service service) {
        Path target = repository.resolve(service.module()).resolve("target");
        Path bootJar = bootJar(target, service);
        Path folder = target.resolve("app");
        Path jar = folder.resolve(bootJar.getFileName());
        try (FileChannel guard = FileChannel.open(
                        target.resolve("app.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = guard.lock()) {
            Path mark = folder.resolve("extracted");
            if (!Files.exists(mark) || !Files.getLastModifiedTime(mark).equals(Files.getLastModifiedTime(bootJar))) {
                run(List.of(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djarmode=tools",
                        "-jar",
                        bootJar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString()));
                removeCachesOfOlderBuilds(folder);
                Files.writeString(mark, held.isValid() ? "from " + bootJar.getFileName() : "");
                Files.setLastModifiedTime(
                        mark, FileTime.from(Files.getLastModifiedTime(bootJar).toInstant()));
            }
            return new Application(service, folder, jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeCachesOfOlderBuilds(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path cache : files.filter(file -> file.getFileName().toString().matches(".*\\.(aot|jsa|config)"))
                    .toList()) {
                Files.delete(cache);
            }
        }
    }

    private static Path bootJar(Path target, Service service) {
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().matches(service.module() + "-.*-app\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException(service.module() + " is not built: there is no -app.jar in "
                            + target + ". Run dev/up, or ./mvnw package."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The command that starts it.
     *
     * @param further options of the JVM, which count more than the usual ones
     */
    List<String> command(List<String> further) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(options());
        command.addAll(further);
        if (Files.exists(cache())) {
            command.add((AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache());
        }
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    boolean isTrained() {
        return Files.exists(cache());
    }

    /**
     * Starts it once up to where it would begin to work, so that the JVM can keep what it loaded. Broker and store must
     * run.
     *
     * @param environment as for the real start
     * @param log where it prints
     * @return whether that worked; without it the service starts as well, but slower
     */
    boolean train(Map<String, String> environment, Path workingFolder, Path log) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(options());
        Path draft = cache().resolveSibling("draft-" + cache().getFileName());
        command.add((AOT_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + draft);
        command.add("-Dspring.context.exit=onRefresh");
        command.add("-jar");
        command.add(jar.toString());
        var builder = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process training = builder.start();
            if (training.waitFor(TRAINING.toSeconds(), TimeUnit.SECONDS)) {
                if (!Files.exists(draft)) {
                    return false;
                }
                Files.move(draft, cache(), StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> options() {
        var options = new ArrayList<>(service.jvmOptions());
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add("-Dfile.encoding=UTF-8");
        if (AOT_CACHE) {
            // RocksDB's library and Netty say so themselves; the JVM need not warn.
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }

    /** Bound to one build of the JVM and one of the service. */
    private Path cache() {
        String jvm =
                (System.getProperty("java.vm.vendor") + "-" + Runtime.version()).replaceAll("[^A-Za-z0-9.+-]", "_");
        try {
            long built = Files.getLastModifiedTime(folder.resolve("extracted")).toMillis();
            return folder.resolve(jvm + "-" + built + (AOT_CACHE ? ".aot" : ".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new StackException("This failed: " + String.join(" ", command) + "\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while preparing the services", e);
        }
    }
}
