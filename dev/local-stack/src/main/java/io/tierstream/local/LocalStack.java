package io.tierstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as processes of this machine: broker, store and the four services, all on the loopback interface.
 *
 * <pre>{@code
 * try (var stack = LocalStack.in(folder).ports(Ports.free()).open()) {
 *     stack.start();
 *     stack.process(Service.SCORING).kill();
 *     stack.process(Service.SCORING).start();
 *     stack.process(Service.SCORING).awaitReady(Duration.ofSeconds(60));
 * }
 * }</pre>
 *
 * Each process can be ended, killed and started singly. Nothing is started again by itself.
 */
public final class LocalStack implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration SERVERS = Duration.ofSeconds(120);
    private static final Duration SERVICES = Duration.ofSeconds(300);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int MOST_ERRORS = 2;

    private final DataFolder data;
    private final Ports ports;
    private final Path repository;
    private final Map<String, String> settings;
    private final Map<Service, Map<String, String>> settingsOfServices;
    private final Map<Service, Integer> heaps;
    private final boolean training;
    private final Consumer<String> progress;
    private final Credentials credentials;
    private final Map<String, String> hashes;
    private final ManagedProcess broker;
    private final ManagedProcess store;
    private final Map<Service, ManagedProcess> services = new EnumMap<>(Service.class);
    private final Map<Service, Application> applications = new EnumMap<>(Service.class);
    private final List<ManagedProcess> further = new ArrayList<>();

    private LocalStack(Builder builder) {
        repository = builder.repository == null ? findRepository() : builder.repository;
        ports = builder.ports;
        settings = new LinkedHashMap<>(builder.settings);
        settingsOfServices = new EnumMap<>(builder.settingsOfServices);
        heaps = new EnumMap<>(builder.heaps);
        training = builder.training;
        progress = builder.progress;
        data = DataFolder.take(builder.folder);
        try {
            endLeftOvers();
            if (builder.fresh) {
                data.empty();
            }
            ports.requireFree();
            credentials = Credentials.in(data.credentials());
            hashes = credentials.hashes();
            for (Service service : Service.values()) {
                applications.put(service, Application.of(repository, service));
            }
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
        broker = Servers.broker(
                training ? Servers.keepingClasses(data.run().resolve("kafka.jsa")) : List.of(),
                HOST,
                ports.broker(),
                ports.controller(),
                data.broker(),
                data.work(),
                data.logs(),
                data.run());
        store = Servers.store(
                training ? Servers.keepingClasses(data.run().resolve("mongodb-stand-in.jsa")) : List.of(),
                HOST,
                ports.store(),
                data.store(),
                data.work(),
                data.logs(),
                data.run());
        for (Service service : Service.values()) {
            services.put(service, serviceProcess(service, service.module(), ports.of(service), Map.of()));
        }
    }

    /**
     * Describes a stack.
     *
     * @param dataFolder where it keeps everything; made where it is missing
     */
    public static Builder in(Path dataFolder) {
        return new Builder(dataFolder);
    }

    /**
     * Starts all of it and waits until all can work.
     *
     * @throws StackException if something does not start, with the end of its log
     */
    public void start() {
        startServers();
        if (training) {
            train();
        }
        for (ManagedProcess service : services.values()) {
            service.start();
        }
        awaitReady(List.copyOf(services.values()), SERVICES);
    }

    /** Starts broker and store only, and waits until they can work. */
    public void startServers() {
        store.start();
        broker.start();
        awaitReady(List.of(store, broker), SERVERS);
    }

    private void train() {
        List<Service> untrained = Stream.of(Service.values())
                .filter(service -> !application(service).isTrained())
                .toList();
        if (untrained.isEmpty()) {
            return;
        }
        progress.accept("  preparing faster starts; this is done once after each build …");
        all(untrained, service -> {
            Path log = data.logs().resolve(service.module() + "-training.log");
            ManagedProcess real = process(service);
            boolean done = application(service)
                    .train(environment(data.run().resolve(real.name() + ".properties")), data.work(), log);
            progress.accept(
                    done
                            ? "  prepared  " + service.module()
                            : "  " + service.module() + " could not be prepared; it will start more slowly. See "
                                    + log);
        });
        for (Service service : untrained) {
            services.put(service, serviceProcess(service, service.module(), ports.of(service), Map.of()));
        }
    }

    private Application application(Service service) {
        return Objects.requireNonNull(applications.get(service));
    }

    private void awaitReady(List<ManagedProcess> processes, Duration atMost) {
        long begin = System.nanoTime();
        var waiting = new ArrayList<>(processes);
        long nextWord = begin + Duration.ofSeconds(5).toNanos();
        var said = new HashSet<String>();
        while (!waiting.isEmpty()) {
            for (ManagedProcess process : List.copyOf(waiting)) {
                if (process.isReady()) {
                    waiting.remove(process);
                    progress.accept("  ready     %-20s %-28s %5.1f s"
                            .formatted(process.name(), process.address(), secondsSince(begin)));
                } else if (!process.isAlive() || System.nanoTime() - begin > atMost.toNanos()) {
                    throw process.notReady(atMost);
                }
            }
            if (System.nanoTime() > nextWord && !waiting.isEmpty()) {
                progress.accept("  waiting for "
                        + String.join(
                                ", ", waiting.stream().map(ManagedProcess::name).toList())
                        + " (%.0f s)".formatted(secondsSince(begin)));
                for (ManagedProcess process : waiting) {
                    // What came first is the reason rather than what came of it.
                    process.errors().stream()
                            .limit(MOST_ERRORS)
                            .map(error -> "  " + process.name() + " says: " + error)
                            .filter(said::add)
                            .forEach(progress);
                }
                nextWord += Duration.ofSeconds(5).toNanos();
            }
            ManagedProcess.pause();
        }
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    /**
     * Starts one more instance of a service beside the first one, on a free port and with its own state.
     *
     * @param own settings of this instance alone; may be empty
     * @return the process, which may not be ready yet
     */
    public ManagedProcess startInstance(Service service, Map<String, String> own) {
        String name = service.module() + "-"
                + (2
                        + further.stream()
                                .filter(process -> process.name().startsWith(service.module()))
                                .count());
        ManagedProcess process = serviceProcess(service, name, Ports.free(1).getFirst(), own);
        further.add(process);
        process.start();
        return process;
    }

    /** The broker's process. */
    public ManagedProcess broker() {
        return broker;
    }

    /** The store's process. */
    public ManagedProcess store() {
        return store;
    }

    /** The process of a service, the first one where there are several. */
    public ManagedProcess process(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    /** All processes, in the order in which they are started. */
    public List<ManagedProcess> processes() {
        var all = new ArrayList<ManagedProcess>(List.of(store, broker));
        all.addAll(services.values());
        all.addAll(further);
        return all;
    }

    /** Where a service answers, without a slash at the end. */
    public URI address(Service service) {
        return URI.create("http://localhost:" + ports.of(service));
    }

    /** The broker's address for Kafka's clients. */
    public String bootstrapServers() {
        return HOST + ":" + ports.broker();
    }

    /** The store's address for MongoDB's clients, without a database. */
    public String storeConnectionString() {
        return "mongodb://" + HOST + ":" + ports.store();
    }

    /** The keys and passwords that the services accept. */
    public Credentials credentials() {
        return credentials;
    }

    /** The folder that holds all data and logs. */
    public Path dataFolder() {
        return data.path();
    }

    /** Ends everything, the services first, and gives the folder free. */
    @Override
    public void close() {
        var applicationsRunning = new ArrayList<>(services.values());
        applicationsRunning.addAll(further);
        all(applicationsRunning, process -> process.stop(GRACE));
        all(List.of(store, broker), process -> process.stop(GRACE));
        data.close();
    }

    private static <T> void all(List<T> things, Consumer<T> action) {
        try {
            CompletableFuture.allOf(things.stream()
                            .map(thing -> CompletableFuture.runAsync(
                                    () -> action.accept(thing),
                                    work -> Thread.ofPlatform().start(work)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void endLeftOvers() {
        try (Stream<Path> pidFiles = Files.list(data.run())) {
            for (Path pidFile : pidFiles.filter(
                            file -> file.getFileName().toString().endsWith(".pid"))
                    .sorted()
                    .toList()) {
                if (ManagedProcess.endLeftOver(pidFile)) {
                    progress.accept("  ended what an earlier stack left behind: "
                            + pidFile.getFileName().toString().replace(".pid", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ManagedProcess serviceProcess(Service service, String name, int port, Map<String, String> own) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("server.port", Integer.toString(port));
        properties.put("server.address", HOST);
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers());
        properties.put(
                "spring.kafka.streams.state-dir", data.state().resolve(name).toString());
        properties.put("spring.mongodb.uri", storeConnectionString() + "/" + service.database());
        properties.put(
                "tierstream.imports.data-dir", data.path().resolve("imports").toString());
        properties.put(
                "tierstream.imports.mappings-dir",
                data.path().resolve("mappings").toString());
        properties.put("tierstream.links.ingest", address(Service.INGEST).toString());
        properties.put("tierstream.links.tiers", address(Service.TIERS).toString());
        properties.put("tierstream.links.desk", address(Service.DESK).toString());
        if (service == Service.TIERS) {
            // Its pages show what makes a figure.
            properties.put("tierstream.evidence.url", address(Service.SCORING).toString());
            properties.put("tierstream.evidence.api-key", credentials.key("ops"));
        }
        properties.putAll(hashes);
        properties.putAll(settings);
        properties.putAll(settingsOfServices.getOrDefault(service, Map.of()));
        properties.putAll(own);
        Path file = data.run().resolve(name + ".properties");
        PrivateFiles.write(file, "Written at each start of the stack; changes are lost.", properties);
        return new ManagedProcess(
                name,
                "http://localhost:" + port,
                application(service)
                        .command(heaps.containsKey(service) ? List.of("-Xmx" + heaps.get(service) + "m") : List.of()),
                environment(file),
                data.work(),
                data.logs().resolve(name + ".log"),
                data.run().resolve(name + ".pid"),
                new Readiness.Answers(URI.create("http://" + HOST + ":" + port + "/actuator/health/readiness")));
    }

    private static Map<String, String> environment(Path properties) {
        return Map.of(
                "SPRING_PROFILES_ACTIVE", "local", "SPRING_CONFIG_ADDITIONALLOCATION", "file:" + properties.toString());
    }

    private static Path findRepository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("dev").resolve("up"))) {
                return folder;
            }
        }
        throw new StackException(
                "The project's folder was not found above " + Path.of("").toAbsolutePath());
    }

    /** What can be chosen about a stack. */
    public static final class Builder {

        private final Path folder;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<Service, Map<String, String>> settingsOfServices = new EnumMap<>(Service.class);
        private final Map<Service, Integer> heaps = new EnumMap<>(Service.class);
        private Ports ports = Ports.offset(0);
        private boolean fresh;
        private boolean training;
        private @Nullable Path repository;
        private Consumer<String> progress = line -> {};

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Where it listens; the usual ports unless said. */
        public Builder ports(Ports chosen) {
            ports = chosen;
            return this;
        }

        /** Sets a property for all services. */
        public Builder setting(String property, String value) {
            settings.put(property, value);
            return this;
        }

        /** Sets a property for one service. */
        public Builder setting(Service service, String property, String value) {
            settingsOfServices
                    .computeIfAbsent(service, key -> new LinkedHashMap<>())
                    .put(property, value);
            return this;
        }

        /** Gives one service another greatest heap than usual, in MiB. */
        public Builder heap(Service service, int mebibytes) {
            heaps.put(service, mebibytes);
            return this;
        }

        /** Begins without what earlier stacks kept in the folder. */
        public Builder fresh(boolean chosen) {
            fresh = chosen;
            return this;
        }

        /** Prepares the services for faster starts where that has not been done since they were built. */
        public Builder training(boolean chosen) {
            training = chosen;
            return this;
        }

        /** The project's folder, where the built services are; searched upwards from the working folder unless said. */
        public Builder repository(Path chosen) {
            repository = chosen;
            return this;
        }

        /** Is told, in lines for people, what is going on. */
        public Builder progress(Consumer<String> listener) {
            progress = listener;
            return this;
        }

        /**
         * Takes the folder and prepares everything, without starting a process.
         *
         * @throws StackException if a port is taken, another stack uses the folder, or a service is not built
         */
        public LocalStack open() {
            return new LocalStack(this);
        }
    }
}
