package io.tierstream.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** Where a server for the tests comes from: an address from the environment, else a container, else this JVM. */
final class Supply {

    private static final Logger log = LoggerFactory.getLogger(Supply.class);
    private static final boolean CONTAINERS = dockerSeemsInstalled() && dockerAnswers();

    private Supply() {}

    /**
     * Finds the address of a server, starting one where none is given, and says on the console which it is.
     *
     * @param what the name of the server for people
     * @param variable the environment variable that may hold the address of a running one
     * @param container starts one in a container and answers its address
     * @param embedded starts one in this JVM and answers its address
     * @return the address
     */
    static String address(String what, String variable, Supplier<String> container, Supplier<String> embedded) {
        Optional<String> given = Optional.ofNullable(System.getenv(variable)).filter(address -> !address.isBlank());
        if (given.isPresent()) {
            return say(what, given.get(), "given by " + variable);
        }
        if (CONTAINERS) {
            try {
                return say(what, container.get(), "in a container");
            } catch (RuntimeException e) {
                log.warn("Docker answers, but no container of {} starts; going on with an embedded one", what, e);
            }
        }
        return say(what, embedded.get(), "embedded");
    }

    private static String say(String what, String address, String origin) {
        System.out.printf("Tests use %s %s: %s%n", what, origin, address);
        return address;
    }

    /** Looks before asking, because asking Testcontainers in vain takes seconds and fills the output with stack traces. */
    private static boolean dockerSeemsInstalled() {
        String home = System.getProperty("user.home");
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of(home, ".testcontainers.properties"))
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(home, ".docker/run/docker.sock"),
                                Path.of(home, ".colima/default/docker.sock"),
                                Path.of(home, ".rd/docker.sock"))
                        .anyMatch(Files::exists)
                || System.getProperty("os.name").startsWith("Windows");
    }

    private static boolean dockerAnswers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            log.warn("Docker is installed but does not answer; going on with embedded servers", e);
            return false;
        }
    }
}
