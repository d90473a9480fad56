package io.tierstream.ingest.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.tierstream.ingest.domain.mapping.Mapping.CsvFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file on disk, gzip or not (by its first two bytes), read row by row. Decompression is bounded: by a size in all,
 * and by a ratio that no honest table reaches.
 */
final class CsvFile implements AutoCloseable {

    /** A row and the line it begins in. */
    record Row(long line, List<String> cells) {}

    /** In characters; a row is in memory whole. */
    private static final int LONGEST_ROW = 1_000_000;
    /** As many as a sheet of Excel has. */
    private static final int MOST_COLUMNS = 16_384;

    private static final int HIGHEST_RATIO = 200;
    private static final long RATIO_COUNTS_FROM = 10_000_000;

    private final Counting compressed;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> header;

    /**
     * Opens a file.
     *
     * @param maxBytes of what is read from it, decompressed
     * @param digest is given all that is read, decompressed; may be null
     * @throws ImportFailedException if there is no header
     */
    CsvFile(Path file, CsvFormat format, long maxBytes, @Nullable MessageDigest digest)
            throws IOException, ImportFailedException {
        compressed = new Counting(Files.newInputStream(file));
        try {
            BufferedInputStream raw = new BufferedInputStream(compressed, 1 << 16);
            InputStream plain = isGzip(raw) ? new Bounded(gunzip(raw), compressed, maxBytes) : raw;
            if (digest != null) {
                plain = new java.security.DigestInputStream(plain, digest);
            }
            reader = CsvReader.builder()
                    .fieldSeparator(format.delimiter())
                    .quoteCharacter(format.quote())
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    // Bounds what is read of one cell, delimiters and quotes included.
                    .maxBufferSize(LONGEST_ROW)
                    .build(
                            CsvRecordHandler.of(handler -> handler.maxFields(MOST_COLUMNS)
                                    .maxFieldSize(LONGEST_ROW)
                                    .maxRecordSize(LONGEST_ROW)),
                            new InputStreamReader(plain, Charset.forName(format.charset())));
            records = reader.iterator();
            header = readHeader();
        } catch (IOException | ImportFailedException | RuntimeException e) {
            compressed.close();
            throw e;
        }
    }

    private List<String> readHeader() throws IOException, ImportFailedException {
        Row first = next();
        if (first == null) {
            throw new ImportFailedException("The file is empty; its first line must name the columns.");
        }
        List<String> names = new ArrayList<>(first.cells());
        if (names.getFirst().startsWith("\ufeff")) {
            names.set(0, names.getFirst().substring(1));
        }
        return List.copyOf(names);
    }

    private static InputStream gunzip(InputStream raw) throws IOException, ImportFailedException {
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (ZipException | EOFException e) {
            throw cannotDecompress(e);
        }
    }

    private static boolean isGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    List<String> header() {
        return header;
    }

    /** Bytes of the file that were read so far. */
    long position() {
        return compressed.count;
    }

    /** The next row, or null at the end. */
    @Nullable Row next() throws IOException, ImportFailedException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord row = records.next();
            return new Row(row.getStartingLineNumber(), row.getFields());
        } catch (CsvParseException e) {
            // Where it is is said outside, what it is inside.
            String why = e.getCause() == null
                    ? e.getMessage()
                    : e.getMessage() + ": " + e.getCause().getMessage();
            throw new ImportFailedException("The file cannot be read as CSV: " + why + ". A row may have " + LONGEST_ROW
                    + " characters and " + MOST_COLUMNS
                    + " columns; are a quote that does not end, or another delimiter than the mapping's, the reason?");
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof Bounded.Exceeded) {
                throw new ImportFailedException(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof ZipException || cause instanceof EOFException) {
                throw cannotDecompress(cause);
            }
            throw cause;
        }
    }

    private static ImportFailedException cannotDecompress(IOException cause) {
        return new ImportFailedException(
                "The file cannot be decompressed (" + cause.getMessage() + "); send it again.");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class Counting extends FilterInputStream {

        private volatile long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                count += n;
            }
            return n;
        }
    }

    private static final class Bounded extends FilterInputStream {

        static final class Exceeded extends IOException {
            private static final long serialVersionUID = 1L;

            Exceeded(String message) {
                super(message);
            }
        }

        private final Counting compressed;
        private final long limit;
        private long count;

        Bounded(InputStream in, Counting compressed, long limit) {
            super(in);
            this.compressed = compressed;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(n, 0);
            if (count > limit) {
                throw new Exceeded("The file has more than " + limit
                        + " bytes when decompressed (tierstream.imports.max-size); split it.");
            }
            if (count > RATIO_COUNTS_FROM && count / HIGHEST_RATIO > compressed.count) {
                throw new Exceeded("The file grows more than " + HIGHEST_RATIO
                        + " times when decompressed, which no table does; send it uncompressed.");
            }
            return n;
        }
    }
}
