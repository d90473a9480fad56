package io.tierstream.ingest.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * By how many days the times of a file were shifted when it was first imported with {@code rebase=now}, by mapping and
 * content: the same file sent again on another day keeps its times, so that nothing changes.
 */
final class RememberedShifts {

    private final Path file;

    RememberedShifts(Path file) {
        this.file = file;
    }

    synchronized Optional<Long> find(String mapping, String contentHash) throws IOException {
        return Optional.ofNullable(load().getProperty(key(mapping, contentHash)))
                .map(Long::valueOf);
    }

    synchronized void remember(String mapping, String contentHash, long days) throws IOException {
        Properties shifts = load();
        shifts.setProperty(key(mapping, contentHash), Long.toString(days));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shifts.store(out, "mapping.sha-256-of-the-content = days");
        ImportFolder.write(file, out.toByteArray());
    }

    private Properties load() throws IOException {
        Properties shifts = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                shifts.load(in);
            }
        }
        return shifts;
    }

    private static String key(String mapping, String contentHash) {
        return mapping + "." + contentHash;
    }
}
