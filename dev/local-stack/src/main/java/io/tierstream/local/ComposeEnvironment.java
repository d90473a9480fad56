package io.tierstream.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the environment file that the containers of {@code docker-compose.yml} are given. */
final class ComposeEnvironment {

    private ComposeEnvironment() {}

    /**
     * Writes {@code .env} and, if it is missing, {@code credentials.properties}.
     *
     * @param args the project's folder
     */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Path file = folder.resolve("credentials.properties");
        Credentials credentials = Credentials.in(file);
        PrivateFiles.write(folder.resolve(".env"), text(credentials.hashes()));
        System.out.println("Wrote .env for the containers; keys and passwords in clear are in " + file);
    }

    /** In single quotes nothing is replaced, whatever a hash contains. */
    static String text(Map<String, String> properties) {
        return "# Made by dev/compose-env: hashes only.\n"
                + properties.entrySet().stream()
                        .map(entry -> variable(entry.getKey()) + "='" + entry.getValue() + "'\n")
                        .collect(Collectors.joining());
    }

    /** The environment variable from which Spring reads a property. */
    static String variable(String property) {
        return property.replace("-", "")
                .replace("[", "_")
                .replace("]", "")
                .replace('.', '_')
                .toUpperCase(Locale.ROOT);
    }
}
