package io.tierstream.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;

/** Files that only their owner can read. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Replaces the file as a whole, so that a crash leaves the old or the new one. */
    static void write(Path file, String comment, Map<String, String> entries) {
        try {
            var text = new StringWriter();
            text.write("# " + comment + "\n");
            for (var entry : entries.entrySet()) {
                var one = new Properties();
                one.setProperty(entry.getKey(), entry.getValue());
                var line = new StringWriter();
                one.store(line, null);
                // The first line is the date.
                text.write(line.toString().lines().skip(1).findFirst().orElseThrow() + "\n");
            }
            write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file as a whole with a text of ASCII. */
    static void write(Path file, String text) {
        try {
            Path draft =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp", ownerOnly());
            Files.writeString(draft, text, StandardCharsets.US_ASCII);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Properties read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
