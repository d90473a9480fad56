package io.tierstream.local;

import io.tierstream.local.server.BrokerServer;
import io.tierstream.local.server.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Broker and store as processes, each also to be had alone, for tests that take one away. */
public final class Servers {

    private static final String HOST = "127.0.0.1";

    private Servers() {}

    /**
     * A broker on a free port that is kept when it is started again. It is not started yet.
     *
     * @param folder holds its data, log and process number
     */
    public static ManagedProcess broker(Path folder) {
        List<Integer> ports = Ports.free(2);
        return broker(
                List.of(), HOST, ports.get(0), ports.get(1), folder.resolve("broker"), made(folder), folder, folder);
    }

    /**
     * A store on a free port that is kept when it is started again. It is not started yet.
     *
     * @param folder holds its data, log and process number
     */
    public static ManagedProcess store(Path folder) {
        return store(
                List.of(), HOST, Ports.free(1).getFirst(), folder.resolve("store.mv"), made(folder), folder, folder);
    }

    /** Options with which a JVM keeps what it loaded, in a file that it makes at its first end. */
    static List<String> keepingClasses(Path file) {
        return List.of(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds*=off");
    }

    static ManagedProcess broker(
            List<String> options,
            String host,
            int port,
            int controllerPort,
            Path data,
            Path workingFolder,
            Path logs,
            Path run) {
        return process(
                "kafka",
                host + ":" + port,
                options,
                List.of("-Xms128m", "-Xmn48m", "-Xmx384m", "-XX:+UseSerialGC"),
                BrokerServer.class,
                List.of(host, Integer.toString(port), Integer.toString(controllerPort), data.toString()),
                workingFolder,
                logs,
                run,
                BrokerServer.READY);
    }

    static ManagedProcess store(
            List<String> options, String host, int port, Path data, Path workingFolder, Path logs, Path run) {
        return process(
                "mongodb-stand-in",
                "mongodb://" + host + ":" + port,
                options,
                List.of("-Xms256m", "-Xmx768m", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"),
                StoreServer.class,
                List.of(host, Integer.toString(port), data.toString()),
                workingFolder,
                logs,
                run,
                StoreServer.READY);
    }

    private static ManagedProcess process(
            String name,
            String address,
            List<String> options,
            List<String> heap,
            Class<?> main,
            List<String> arguments,
            Path workingFolder,
            Path logs,
            Path run,
            String ready) {
        var command = new ArrayList<String>();
        command.add(Application.java());
        command.addAll(options);
        command.addAll(heap);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dlogback.configurationFile=server-logging.xml");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return new ManagedProcess(
                name,
                address,
                command,
                Map.of(),
                workingFolder,
                logs.resolve(name + ".log"),
                run.resolve(name + ".pid"),
                new Readiness.Printed(ready));
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
