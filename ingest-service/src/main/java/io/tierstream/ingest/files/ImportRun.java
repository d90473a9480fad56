package io.tierstream.ingest.files;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.RawEvent;
import io.tierstream.ingest.application.Checked;
import io.tierstream.ingest.application.CheckingEvents;
import io.tierstream.ingest.application.EventLog;
import io.tierstream.ingest.application.PublisherRates;
import io.tierstream.ingest.application.Submission;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Publisher;
import io.tierstream.ingest.domain.mapping.Field;
import io.tierstream.ingest.domain.mapping.MappedEvent;
import io.tierstream.ingest.domain.mapping.MappedEvent.Datum;
import io.tierstream.ingest.domain.mapping.Mapping;
import io.tierstream.ingest.domain.mapping.Rejection;
import io.tierstream.ingest.domain.mapping.RowMapper;
import io.tierstream.ingest.domain.mapping.Shift;
import io.tierstream.ingest.domain.mapping.Step;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Works off one import, from its first row to its last. */
final class ImportRun {

    /** What the work needs from around it. */
    record Tools(
            CheckingEvents checking,
            EventLog log,
            PublisherRates rates,
            RememberedShifts shifts,
            Clock clock,
            ZoneId zone,
            long maxBytes,
            long maxRejects) {}

    /** Hears how far the work is. */
    interface Progress {
        void at(ImportState.Counts counts, @Nullable Long shiftDays, boolean waiting) throws IOException;
    }

    private static final int BATCH = 2_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ImportState state;
    private final ImportFolder folder;
    private final Mapping mapping;
    private final Publisher publisher;
    private final Tools tools;
    private final Progress progress;

    private final List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>(BATCH);
    private long rowsRead;
    private long eventsPublished;
    private long rowsRejected;
    private @Nullable Long rejectsListed;
    private double done;
    private @Nullable Long shiftDays;
    private boolean shiftRemembered;

    ImportRun(ImportState state, ImportFolder folder, Mapping mapping, Tools tools, Progress progress) {
        this.state = state;
        this.folder = folder;
        this.mapping = mapping;
        this.publisher = new Publisher(state.startedBy(), state.eventTypes(), state.sources());
        this.tools = tools;
        this.progress = progress;
    }

    /** Publishes everything; answers what a person should know about it, if anything. */
    Optional<String> run() throws IOException, ImportFailedException, InterruptedException {
        Shift shift = state.rebase() ? shift() : new Shift(0, tools.zone());
        double before = done;
        boolean groupsAnywhere = mapping.groups() != null && !mapping.groups().adjacent();
        double readingEnds = groupsAnywhere ? before + (1 - before) / 2 : 1;
        try (CsvFile csv = new CsvFile(folder.body(), mapping.csv(), tools.maxBytes(), null);
                Rejects rejects = new Rejects(folder.rejects(), tools.maxRejects())) {
            RowMapper mapper = mapper(csv, shift);
            for (CsvFile.Row row = csv.next(); row != null; row = csv.next()) {
                rowsRead++;
                for (Step step : mapper.accept(row.line(), row.cells())) {
                    take(step, rejects);
                }
                if (rowsRead % 1_000 == 0) {
                    done = before + (readingEnds - before) * csv.position() / Math.max(1, state.bytes());
                    report(false);
                }
            }
            int open = mapper.open();
            int completed = 0;
            for (Iterator<Step> last = mapper.finish(); last.hasNext(); ) {
                take(last.next(), rejects);
                done = readingEnds + (1 - readingEnds) * ++completed / open;
            }
            publish();
        }
        done = 1;
        report(false);
        return shiftRemembered
                ? Optional.of("This file was imported with rebase=now before; its times are shifted by the same "
                        + shiftDays + " days as then, so that nothing changes.")
                : Optional.empty();
    }

    private RowMapper mapper(CsvFile csv, Shift shift) throws ImportFailedException {
        return switch (RowMapper.of(mapping, csv.header(), shift)) {
            case RowMapper.Fit.Ready ready -> ready.mapper();
            case RowMapper.Fit.WrongHeader wrong -> throw new ImportFailedException(wrong.why());
        };
    }

    /** A first pass finds the newest time, and by the hash of the content whether this file was here before. */
    private Shift shift() throws IOException, ImportFailedException {
        MessageDigest digest = sha256();
        Instant newest = null;
        try (CsvFile csv = new CsvFile(folder.body(), mapping.csv(), tools.maxBytes(), digest)) {
            RowMapper mapper = mapper(csv, new Shift(0, tools.zone()));
            long rows = 0;
            for (CsvFile.Row row = csv.next(); row != null; row = csv.next()) {
                Optional<Instant> time = mapper.newest(row.line(), row.cells());
                if (time.isPresent() && (newest == null || time.get().isAfter(newest))) {
                    newest = time.get();
                }
                if (++rows % 10_000 == 0) {
                    done = 0.2 * csv.position() / Math.max(1, state.bytes());
                    report(false);
                }
            }
        }
        if (newest == null) {
            throw new ImportFailedException("No row has a time that can be read, so there is nothing to shift to today;"
                    + " does the mapping " + mapping.name() + " fit the file?");
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        Optional<Long> remembered = tools.shifts().find(mapping.name(), hash);
        Shift shift = remembered.isPresent()
                ? new Shift(remembered.get(), tools.zone())
                : Shift.toToday(newest, tools.clock().instant(), tools.zone());
        if (remembered.isEmpty()) {
            tools.shifts().remember(mapping.name(), hash, shift.days());
        }
        shiftRemembered = remembered.isPresent() && state.restarts() == 0;
        shiftDays = shift.days();
        done = 0.2;
        return shift;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private void take(Step step, Rejects rejects) throws IOException, ImportFailedException, InterruptedException {
        switch (step) {
            case Step.Rejected rejected -> reject(rejected.rejection(), rejects);
            case Step.Impossible impossible -> throw new ImportFailedException(impossible.why());
            case Step.Complete complete -> {
                MappedEvent event = complete.event();
                switch (tools.checking().check(submission(event), publisher)) {
                    case Checked.Good good -> {
                        batch.add(good.record());
                        if (batch.size() == BATCH) {
                            publish();
                        }
                    }
                    case Checked.Bad bad -> reject(event, bad, rejects);
                }
            }
        }
    }

    private static Submission submission(MappedEvent event) {
        ObjectNode data = EventJson.mapper().createObjectNode();
        event.data().forEach((name, datum) -> {
            switch (datum) {
                case Datum.OfText text -> data.put(name, text.text());
                case Datum.OfNumber number -> data.put(name, number.number());
            }
        });
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.id());
        attributes.put("source", event.source());
        attributes.put("type", event.type());
        attributes.put("time", event.time().toString());
        return new Submission.Readable(new RawEvent(attributes, data));
    }

    private void reject(MappedEvent event, Checked.Bad bad, Rejects rejects) {
        Problem first = bad.problems().getFirst();
        String columns = columns(event, first.pointer());
        String reason = bad.problems().stream()
                .map(problem ->
                        problem.pointer().replaceFirst("^/data/", "").replaceFirst("^/", "") + " " + problem.message())
                .collect(Collectors.joining("; "));
        for (long line : event.lines()) {
            reject(new Rejection(line, columns, "", reason), rejects);
        }
    }

    /** Which columns a field was made of. */
    private static String columns(MappedEvent event, String pointer) {
        if (pointer.equals("/time")) {
            return event.rule().time();
        }
        Field field = event.rule().data().get(pointer.replaceFirst("^/data/", ""));
        return field == null ? "" : field.columns().distinct().collect(Collectors.joining("+"));
    }

    private void reject(Rejection rejection, Rejects rejects) {
        rowsRejected++;
        rejects.add(rejection);
        rejectsListed = rejects.listedOfMore();
    }

    /** Stores the batch once the publisher's rate allows it, and tries as often as it takes. */
    private void publish() throws IOException, InterruptedException {
        for (Duration wait = take(); wait.isPositive(); wait = take()) {
            report(true);
            pause(wait);
        }
        while (!batch.isEmpty()) {
            switch (tools.log().store(batch)) {
                case EventLog.Stored stored -> {
                    eventsPublished += stored.places().size();
                    batch.clear();
                    report(false);
                }
                case EventLog.NotStored away -> {
                    report(true);
                    pause(away.retryAfter());
                }
            }
        }
    }

    private Duration take() {
        return tools.rates().take(publisher.name(), batch.size());
    }

    /** Not longer than two seconds, so that what is reported stays true. */
    private static void pause(Duration wait) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.min(wait.toNanos(), LONGEST_PAUSE.toNanos()));
    }

    private void report(boolean waiting) throws IOException {
        progress.at(
                new ImportState.Counts(
                        rowsRead, eventsPublished, rowsRejected, rejectsListed, (int) Math.min(99, done * 100)),
                shiftDays,
                waiting);
    }
}
