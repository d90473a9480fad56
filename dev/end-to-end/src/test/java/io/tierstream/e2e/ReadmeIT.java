package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.local.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The commands of the README's first ten minutes, pasted one after the other. */
class ReadmeIT {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");

    @Test
    void shouldDoWhatItSays() throws IOException {
        Tool.require("Install curl: apt-get install curl", "curl", "--version");
        Tool.require("Install kcat: apt-get install kcat", "kcat", "-V");
        String text = Files.readString(README);
        String commands = COMMANDS.matcher(text.substring(text.indexOf("**Do it yourself.**")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));

        String output = Tool.run(Path.of("."), "set -euo pipefail\n" + here(commands), List.of("bash"));

        assertThat(output)
                .contains("\"accepted\":1")
                .contains("\"orderAmount\":\"9000000")
                .contains("\"cause\":\"FIRST_GRADING\"")
                .contains("\"complaintId\":\"README-1\"")
                .contains("\"customerId\":\"readme-ltd\"")
                .doesNotContain("\"status\":4")
                .doesNotContain("\"status\":5");
        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(Stack.scoring()
                                .get("/v1/customers/readme-ltd/metrics")
                                .expect(200)
                                .json()
                                .path("metrics")
                                .path("orderAmount")
                                .asString())
                        .as("after the order was cancelled")
                        .matches("0(\\.0+)?"));
    }

    /** With the addresses of this stack for those that a stack has by itself. */
    private static String here(String commands) {
        String result = commands.replace(
                ".data/credentials.properties",
                Stack.running().dataFolder().resolve("credentials.properties").toString());
        for (Service service : Service.values()) {
            result = result.replace(
                    "http://localhost:" + service.defaultPort(),
                    Stack.running().address(service).toString());
        }
        URI broker = URI.create("kafka://" + Stack.running().bootstrapServers());
        return result.replace("localhost:9092", broker.getHost() + ":" + broker.getPort());
    }
}
