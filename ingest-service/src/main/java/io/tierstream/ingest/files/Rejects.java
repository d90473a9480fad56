package io.tierstream.ingest.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.tierstream.ingest.domain.mapping.Rejection;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The list of rejected rows of an import while it is written, as CSV. It is bounded, because a line of it is many times a row: of
 * 10 GB of empty rows it would have 300. Where it ends before the rows do, its last line says so.
 */
final class Rejects implements AutoCloseable {

    private static final class Counting extends FilterOutputStream {

        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }

    private final long mostBytes;
    private final Counting out;
    private final CsvWriter csv;
    private long listed;
    private boolean full;

    /**
     * Begins the list anew.
     *
     * @param mostBytes of the file; a few thousand more for what is buffered
     */
    Rejects(Path file, long mostBytes) throws IOException {
        this.mostBytes = mostBytes;
        this.out = new Counting(Files.newOutputStream(file));
        this.csv = CsvWriter.builder().quoteStrategy(Cells.quotes()).build(out, StandardCharsets.UTF_8);
        csv.writeRecord("line", "column", "value", "reason");
    }

    void add(Rejection rejection) {
        if (full) {
            return;
        }
        if (out.count >= mostBytes) {
            full = true;
            csv.writeRecord(
                    "",
                    "",
                    "",
                    "The list is full and ends here; rowsRejected of the import counts the other rows too.");
            return;
        }
        csv.writeRecord(
                Long.toString(rejection.line()),
                Cells.harmless(rejection.column()),
                Cells.harmless(rejection.value()),
                Cells.harmless(rejection.reason()));
        listed++;
    }

    /** How many rows are listed when there are more; null while all are. */
    @Nullable Long listedOfMore() {
        return full ? listed : null;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
