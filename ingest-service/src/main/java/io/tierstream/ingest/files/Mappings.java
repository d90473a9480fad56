package io.tierstream.ingest.files;

import io.tierstream.ingest.domain.mapping.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;

/** The mappings that imports can name: the shipped ones, and the {@code *.yaml} of a folder, which may replace them. */
public final class Mappings {

    private static final List<String> SHIPPED = List.of("online-retail", "events");

    private final Map<String, Mapping> byName;

    private Mappings(Map<String, Mapping> byName) {
        this.byName = byName;
    }

    /**
     * Reads them all.
     *
     * @param folder with mappings of one's own; may be missing
     * @throws MappingException if one of them cannot be used
     */
    public static Mappings load(Path folder) {
        Map<String, Mapping> mappings = new TreeMap<>();
        try {
            for (String name : SHIPPED) {
                String content =
                        new ClassPathResource("mappings/" + name + ".yaml").getContentAsString(StandardCharsets.UTF_8);
                mappings.put(name, MappingReader.read("mappings/" + name + ".yaml", content));
            }
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                            .sorted()
                            .toList()) {
                        Mapping mapping = MappingReader.read(file.toString(), Files.readString(file));
                        mappings.put(mapping.name(), mapping);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Mappings cannot be read", e);
        }
        return new Mappings(mappings);
    }

    /** All of them, by name. */
    public Collection<Mapping> all() {
        return byName.values();
    }

    /** The mapping of that name, if there is one. */
    public Optional<Mapping> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
