package io.tierstream.ingest.files;

import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.domain.intake.Publisher;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.Rejection;
import io.tierstream.ingest.files.ImportState.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The imports of this service: takes files in, works those of a publisher off one after the other, and goes on after a restart with what
 * was not finished. An import that is begun again publishes the same events under the same ids, so nothing is lost and
 * nothing counts twice.
 *
 * <p>Everything is kept in one folder that belongs to this instance; the latest 200 imports stay listed. A publisher has at
 * most five that are not done, and the files that wait are bounded together.
 */
public final class Imports implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Imports.class);
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int LISTED = 200;
    private static final int MOST_OF_ONE = 5;
    /** An import that ends the process, as one does that runs out of memory, would end it at every start. */
    private static final int MOST_RESTARTS = 20;

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final Duration SAVE_EVERY = Duration.ofSeconds(1);

    private final Path dataDir;
    private final Mappings mappings;
    private final Clock clock;
    private final ImportRun.Tools tools;
    private final ConcurrentNavigableMap<String, ImportState> states =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final long maxWaiting;
    private final AtomicLong waiting = new AtomicLong();
    private final LongAdder published = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    /** One for each publisher, so that nobody waits for another's rate. */
    private final Map<String, ExecutorService> workers = new HashMap<>();

    private boolean running;

    /**
     * Opens the folder.
     *
     * @param zone business time zone, in which {@code rebase=now} reckons days
     * @param maxBytes largest file, as sent and decompressed
     * @param maxWaiting bytes that files which are not worked off yet may have together
     * @param maxRejects bytes that the list of rejected rows of an import may have
     */
    public Imports(
            Path dataDir,
            Mappings mappings,
            CheckingEvents checking,
            EventLog eventLog,
            PublisherRates rates,
            Clock clock,
            ZoneId zone,
            long maxBytes,
            long maxWaiting,
            long maxRejects) {
        this.dataDir = dataDir;
        this.mappings = mappings;
        this.clock = clock;
        this.maxWaiting = maxWaiting;
        this.tools = new ImportRun.Tools(
                checking,
                eventLog,
                rates,
                new RememberedShifts(dataDir.resolve("shifts.properties")),
                clock,
                zone,
                maxBytes,
                maxRejects);
    }

    /** The mappings that can be named. */
    public Mappings mappings() {
        return mappings;
    }

    /**
     * Keeps a file to import it; it is worked off in the background.
     *
     * @throws ImportTooLargeException when the file is
     * @throws ImportRefusedException when too much waits already
     */
    public ImportState start(Mapping mapping, boolean rebase, Publisher publisher, InputStream body)
            throws IOException, ImportTooLargeException, ImportRefusedException {
        ImportState state = begin(mapping, rebase, publisher);
        ImportFolder folder = folder(state.id());
        AtomicLong taken = new AtomicLong();
        try {
            folder.save(state);
            ImportState queued = state.uploaded(folder.receive(body, tools.maxBytes(), bytes -> {
                taken.addAndGet(bytes);
                makeRoom(bytes);
            }));
            keep(queued);
            enqueue(queued);
            return queued;
        } catch (IOException | ImportTooLargeException | ImportRefusedException | RuntimeException e) {
            states.remove(state.id());
            waiting.addAndGet(-taken.get());
            folder.delete();
            throw e;
        }
    }

    private void makeRoom(long bytes) throws ImportRefusedException {
        if (waiting.addAndGet(bytes) > maxWaiting) {
            throw new ImportRefusedException(
                    ImportRefusedException.Reason.NO_ROOM,
                    "The files that wait to be imported fill the " + maxWaiting
                            + " bytes they may take (tierstream.imports.max-waiting); send this one again when some are done.");
        }
    }

    private synchronized ImportState begin(Mapping mapping, boolean rebase, Publisher publisher)
            throws IOException, ImportRefusedException {
        long unfinished = states.values().stream()
                .filter(state -> !state.status().isFinal() && state.startedBy().equals(publisher.name()))
                .count();
        if (unfinished >= MOST_OF_ONE) {
            throw new ImportRefusedException(
                    ImportRefusedException.Reason.TOO_MANY,
                    publisher.name() + " has " + unfinished
                            + " imports that are not done, which is the most; send this file again when one of them is.");
        }
        ImportState state = create(mapping, rebase, publisher);
        states.put(state.id(), state);
        return state;
    }

    private ImportState create(Mapping mapping, boolean rebase, Publisher publisher) throws IOException {
        Files.createDirectories(dataDir);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (int n = 1; ; n++) {
            String id = ID.format(now) + "-" + n;
            try {
                Files.createDirectory(dataDir.resolve(id));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            return new ImportState(
                    id,
                    mapping.name(),
                    rebase,
                    Status.UPLOADING,
                    publisher.name(),
                    publisher.eventTypes(),
                    publisher.sources(),
                    now,
                    null,
                    0,
                    0,
                    0,
                    0,
                    null,
                    0,
                    null,
                    0,
                    0,
                    null);
        }
    }

    /** All imports, the latest first. */
    public List<ImportState> all() {
        return List.copyOf(states.values());
    }

    /** Events that imports have published since this service started. */
    public long published() {
        return published.sum();
    }

    /** Rows that imports have rejected since this service started. */
    public long rejected() {
        return rejected.sum();
    }

    /** The import of that id, if there is one. */
    public Optional<ImportState> find(String id) {
        return Optional.ofNullable(states.get(id));
    }

    /** The first rejected rows of an import, at most so many. */
    public List<Rejection> rejects(ImportState state, int limit) throws IOException {
        return folder(state.id()).firstRejects(limit);
    }

    /** The file with the rejected rows of an import, all unless it is full; missing while there is none. */
    public Path rejectsFile(ImportState state) {
        return folder(state.id()).rejects();
    }

    @Override
    public synchronized void start() {
        running = true;
        try {
            if (Files.isDirectory(dataDir)) {
                List<Path> folders;
                try (Stream<Path> found = Files.list(dataDir)) {
                    folders = found.filter(Files::isDirectory).sorted().toList();
                }
                for (Path path : folders) {
                    resume(new ImportFolder(path));
                }
                forgetOld();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of imports " + dataDir + " cannot be read", e);
        }
    }

    private void resume(ImportFolder folder) throws IOException {
        if (!Files.exists(folder.path().resolve("state.json"))) {
            return;
        }
        ImportState state = folder.load();
        switch (state.status()) {
            case DONE, FAILED -> states.put(state.id(), state);
            case UPLOADING -> {
                Files.deleteIfExists(folder.body());
                keep(state.finished(
                        Status.FAILED,
                        "The service was stopped while the file came in; send it again.",
                        clock.instant()));
            }
            case QUEUED, RUNNING, WAITING -> {
                if (state.status() == Status.RUNNING && state.restarts() >= MOST_RESTARTS) {
                    Files.deleteIfExists(folder.body());
                    keep(state.finished(
                            Status.FAILED,
                            "The service was stopped " + (state.restarts() + 1)
                                    + " times while it worked on this file, perhaps because of it; see its log."
                                    + " Sending the file again is safe.",
                            clock.instant()));
                    return;
                }
                waiting.addAndGet(state.bytes());
                keep(state.begunAgain());
                enqueue(state);
            }
        }
    }

    private synchronized void forgetOld() throws IOException {
        List<ImportState> ended = new ArrayList<>(states.values().stream()
                .filter(state -> state.status().isFinal())
                .toList());
        for (ImportState old : ended.subList(Math.min(LISTED, ended.size()), ended.size())) {
            states.remove(old.id());
            folder(old.id()).delete();
        }
    }

    @Override
    public void stop() {
        List<ExecutorService> ending;
        synchronized (this) {
            running = false;
            ending = List.copyOf(workers.values());
            workers.clear();
        }
        ending.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService worker : ending) {
                if (!worker.awaitTermination(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                    log.warn("An import does not end; it goes on at the next start");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the web server starts and after it stops: what is being uploaded is not taken for what was left over. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized void enqueue(ImportState state) {
        if (running) {
            workers.computeIfAbsent(state.startedBy(), publisher -> worker()).execute(() -> work(state.id()));
        }
    }

    /** One thread that ends when there is nothing to do. */
    private static ExecutorService worker() {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("imports").factory());
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    private void work(String id) {
        ImportState state = states.get(id);
        if (state == null) {
            return;
        }
        try {
            Mapping mapping = mappings.find(state.mapping())
                    .orElseThrow(() -> new ImportFailedException(
                            "There is no mapping " + state.mapping() + " any more; put its file back."));
            keep(state.with(Status.RUNNING, state.message()));
            Instant begun = clock.instant();
            Optional<String> message = new ImportRun(
                            state,
                            folder(id),
                            mapping,
                            tools,
                            (counts, shift, waiting) -> progress(id, counts, shift, waiting, begun))
                    .run();
            end(id, Status.DONE, message.orElse(null));
        } catch (ImportFailedException e) {
            end(id, Status.FAILED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted(id);
        } catch (IOException | RuntimeException | Error e) {
            // Of errors as well, such as that of memory: it would run for ever, and be begun again at every start.
            // An interrupt closes the files, too.
            if (Thread.currentThread().isInterrupted()) {
                interrupted(id);
                return;
            }
            log.error("Import {} failed", id, e);
            end(id, Status.FAILED, "The service could not work on it, see its log; sending the file again is safe.");
        }
    }

    private static void interrupted(String id) {
        log.info("Import {} is interrupted, and goes on at the next start", id);
    }

    private void progress(String id, ImportState.Counts counts, @Nullable Long shift, boolean waiting, Instant begun)
            throws IOException {
        ImportState before = current(id);
        Instant now = clock.instant();
        ImportState after = before.at(
                        counts, shift, Duration.between(begun, now).toMillis())
                .with(waiting ? Status.WAITING : Status.RUNNING, before.message());
        states.put(id, after);
        // An import that is begun again counts from the beginning, and only what is beyond counts here.
        published.add(Math.max(0, after.eventsPublished() - before.eventsPublished()));
        rejected.add(Math.max(0, after.rowsRejected() - before.rowsRejected()));
        if (before.status() != after.status()
                || after.workedMillis() / SAVE_EVERY.toMillis() != before.workedMillis() / SAVE_EVERY.toMillis()) {
            folder(id).save(after);
        }
    }

    private void end(String id, Status how, @Nullable String why) {
        ImportState ended = current(id).finished(how, why, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        log.info(
                "Import {} is {}: {} rows read, {} events published, {} rows rejected",
                id,
                how,
                ended.rowsRead(),
                ended.eventsPublished(),
                ended.rowsRejected());
        try {
            keep(ended);
            if (Files.deleteIfExists(folder(id).body())) {
                waiting.addAndGet(-ended.bytes());
            }
            forgetOld();
        } catch (IOException e) {
            log.error("The end of import {} could not be written down; it will be worked off again", id, e);
        }
    }

    private ImportState current(String id) {
        ImportState state = states.get(id);
        if (state == null) {
            throw new IllegalStateException("No import " + id);
        }
        return state;
    }

    private void keep(ImportState state) throws IOException {
        folder(state.id()).save(state);
        states.put(state.id(), state);
    }

    private ImportFolder folder(String id) {
        return new ImportFolder(dataDir.resolve(id));
    }
}
