package io.tierstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.local.server.BrokerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** Holds docker-compose.yml and the Dockerfiles against the code, as no Docker is at hand where this is built. */
class ContainersTest {

    private static final Path PROJECT = project();
    private static final Map<String, Object> COMPOSE = yaml(PROJECT.resolve("docker-compose.yml"));

    @Test
    void shouldRunBrokerStoreAndTheFourServices() {
        assertThat(at(COMPOSE, "services"))
                .containsOnlyKeys(Stream.concat(
                                Stream.of("kafka", "mongodb"),
                                Stream.of(Service.values()).map(Service::module))
                        .toArray(String[]::new));
    }

    @Test
    void shouldUseTheBrokerThatTheCodeIsTestedWith() {
        assertThat(at(COMPOSE, "services", "kafka"))
                .containsEntry("image", "apache/kafka:" + AppInfoParser.getVersion());
        assertThat(at(COMPOSE, "services", "kafka", "environment"))
                .containsEntry(
                        "KAFKA_OFFSETS_TOPIC_SEGMENT_BYTES",
                        BrokerServer.configuration("localhost", 1, 2, PROJECT)
                                .getProperty("offsets.topic.segment.bytes"));
        assertThat(at(COMPOSE, "services", "mongodb")).containsEntry("image", "mongo:8");
    }

    @Test
    void shouldCheckTheHealthOfBrokerAndStore() {
        assertThat(at(COMPOSE, "services", "kafka", "healthcheck").get("test").toString())
                .contains("localhost:19092");
        assertThat(at(COMPOSE, "services", "kafka", "environment")
                        .get("KAFKA_LISTENERS")
                        .toString())
                .contains("INSIDE://:19092");
        assertThat(at(COMPOSE, "services", "mongodb", "healthcheck")).containsKey("test");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishThePortOnWhichTheServiceListensToThisMachineOnly(Service service) {
        int port = service.defaultPort();
        assertThat(number(configuration(service), "server", "port")).isEqualTo(port);
        assertThat(container(service).get("ports")).isEqualTo(List.of("127.0.0.1:" + port + ":" + port));
        assertThat(dockerfile(service)).contains("EXPOSE " + port + "\n", "/dev/tcp/127.0.0.1/" + port + " ");
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskForTheReadinessThatTheServiceAnswers(Service service) {
        assertThat(dockerfile(service)).contains("HEALTHCHECK", "GET /actuator/health/readiness HTTP/1.0");
        assertThat(configuration(service).toString())
                .contains("probes={enabled=true}")
                .doesNotContain("base-path");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetOnlyPropertiesThatAreKnown(Service service) {
        Map<String, Object> environment = at(COMPOSE, "services", service.module(), "environment");
        var known = new HashSet<>(knownVariables());
        known.addAll(ownVariables(service));
        assertThat(known).containsAll(environment.keySet());
        assertThat(environment)
                .containsEntry("SPRING_KAFKA_BOOTSTRAPSERVERS", "kafka:19092")
                .containsEntry("SPRING_PROFILES_ACTIVE", "local");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheStateOnAVolume(Service service) {
        Object state = at(COMPOSE, "services", service.module(), "environment").get("SPRING_KAFKA_STREAMS_STATEDIR");
        if (state != null) {
            assertThat(state.toString()).startsWith("/data/");
            assertThat(container(service).get("volumes").toString()).contains(":/data");
            assertThat(dockerfile(service)).contains("VOLUME /data");
        }
        assertThat(state != null)
                .isEqualTo(Set.of(Service.SCORING, Service.TIERS).contains(service));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotRunAsRoot(Service service) {
        assertThat(dockerfile(service)).contains("\nUSER tierstream\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotStartWithoutKeys(Service service) {
        assertThat(container(service)).containsEntry("env_file", ".env");
        assertThat(gitIgnored()).contains(".env", "/credentials.properties");
    }

    @Test
    void shouldGiveTheServicesHashesUnderKnownNames(@TempDir Path folder) throws IOException {
        // when
        ComposeEnvironment.main(new String[] {folder.toString()});

        // then
        String written = Files.readString(folder.resolve(".env"));
        Set<String> names = Pattern.compile("^(\\w+)='[^']+'$", Pattern.MULTILINE)
                .matcher(written)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(names).hasSize(24);
        assertThat(names.stream().map(name -> name.replaceAll("_[0-3]_", "_N_")))
                .isSubsetOf(knownVariables());
        Credentials credentials = Credentials.in(folder.resolve("credentials.properties"));
        assertThat(written)
                .contains("TIERSTREAM_SECURITY_APIKEYS_0_NAME='publisher'", "_PASSWORD='{bcrypt}$2a$")
                .doesNotContain(credentials.key("publisher"), credentials.password("publisher"));
    }

    /** Of the properties in docs/configuration.md, and of Spring Boot's own switch for profiles. */
    private static Set<String> knownVariables() {
        Stream<String> documented = read(PROJECT.resolve("docs/configuration.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> {
                    List<String> names = Pattern.compile("`([^`]+)`")
                            .matcher(line.split("\\|")[1])
                            .results()
                            .map(result -> result.group(1))
                            .toList();
                    String parent =
                            names.getFirst().substring(0, names.getFirst().lastIndexOf('.'));
                    return names.stream().map(name -> name.startsWith(".") ? parent + name : name);
                });
        return Stream.concat(documented, Stream.of("spring.profiles.active"))
                .map(ComposeEnvironment::variable)
                .collect(Collectors.toSet());
    }

    /** Of the properties that the code of a service binds to the components of a record. */
    private static Set<String> ownVariables(Service service) {
        Pattern properties =
                Pattern.compile("@ConfigurationProperties\\(\"([^\"]+)\"\\)\\s+(?:public )?record \\w+\\(([^{]*)\\{");
        try (Stream<Path> sources = Files.walk(PROJECT.resolve(service.module()).resolve("src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> properties.matcher(read(file)).results())
                    .flatMap(found -> Pattern.compile("(\\w+)\\s*[,)]")
                            .matcher(found.group(2))
                            .results()
                            .map(component -> found.group(1) + "." + component.group(1)))
                    .map(ComposeEnvironment::variable)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> gitIgnored() {
        return read(PROJECT.resolve(".gitignore")).lines().toList();
    }

    private static Map<String, Object> configuration(Service service) {
        return yaml(PROJECT.resolve(service.module()).resolve("src/main/resources/application.yaml"));
    }

    private static Map<String, Object> container(Service service) {
        assertThat(at(COMPOSE, "services", service.module())).containsEntry("build", service.module());
        return at(COMPOSE, "services", service.module());
    }

    private static String dockerfile(Service service) {
        return read(PROJECT.resolve(service.module()).resolve("Dockerfile"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> document, String... path) {
        Map<String, Object> here = document;
        for (String name : path) {
            assertThat(here).containsKey(name);
            here = (Map<String, Object>) here.get(name);
        }
        return here;
    }

    private static int number(Map<String, Object> document, String parent, String name) {
        return (int) at(document, parent).get(name);
    }

    /** The first document; others hold for some profiles only. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(Path file) {
        return (Map<String, Object>) new Yaml().loadAll(read(file)).iterator().next();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
