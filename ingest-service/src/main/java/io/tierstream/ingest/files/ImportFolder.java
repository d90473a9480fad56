package io.tierstream.ingest.files;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tierstream.ingest.domain.mapping.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of one import: {@code state.json}, {@code body} as it was sent (until the import has ended) and {@code
 * rejects.csv}.
 */
record ImportFolder(Path path) {

    private static final JsonMapper JSON = JsonMapper.shared();

    Path body() {
        return path.resolve("body");
    }

    Path rejects() {
        return path.resolve("rejects.csv");
    }

    /** Keeps the state; after a crash it is the old or the new one, whole. */
    void save(ImportState state) throws IOException {
        write(path.resolve("state.json"), JSON.writeValueAsBytes(state));
    }

    ImportState load() throws IOException {
        return JSON.readValue(Files.readAllBytes(path.resolve("state.json")), ImportState.class);
    }

    /** Writes a file so that it is never seen half written. */
    static void write(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, content);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The first rejected rows, at most so many. */
    List<Rejection> firstRejects(int limit) throws IOException {
        List<Rejection> rejections = new ArrayList<>();
        if (Files.exists(rejects())) {
            // While the import goes on, the file may end in the middle of a row.
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .allowMissingFields(true)
                    .allowExtraFields(true)
                    .ofCsvRecord(rejects())) {
                for (CsvRecord row : reader) {
                    if (row.getStartingLineNumber() > 1
                            && row.getFieldCount() == 4
                            && !row.getField(0).isEmpty()) {
                        rejections.add(new Rejection(
                                Long.parseLong(row.getField(0)), row.getField(1), row.getField(2), row.getField(3)));
                    }
                    if (rejections.size() == limit) {
                        break;
                    }
                }
            }
        }
        return rejections;
    }

    /** Is told how many more bytes there are. */
    interface Room {
        void take(long bytes) throws ImportRefusedException;
    }

    /** Keeps what is sent, and says how many bytes it was. */
    long receive(InputStream in, long limit, Room room)
            throws IOException, ImportTooLargeException, ImportRefusedException {
        long size = 0;
        try (var out = Files.newOutputStream(body())) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > limit) {
                    throw new ImportTooLargeException(limit);
                }
                room.take(n);
                out.write(buffer, 0, n);
            }
        }
        try (FileChannel channel = FileChannel.open(body(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return size;
    }

    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
