package io.tierstream.complaints.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.kafka.annotation.KafkaListener;

/** A group of another name would begin at the start of its topics: all that happened would happen once more. */
class GroupsTest {

    @Test
    void shouldReadOnWhereTheVersionBeforeEnded() throws IOException {
        Object group = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .getFirst()
                .getProperty("tierstream.group");
        List<String> groups = new ArrayList<>();
        for (Class<?> listener : List.of(ComplaintsListener.class, CustomersListener.class)) {
            for (Method method : listener.getDeclaredMethods()) {
                KafkaListener listens = method.getAnnotation(KafkaListener.class);
                if (listens != null) {
                    groups.add(listens.groupId().replace("${tierstream.group}", String.valueOf(group)));
                }
            }
        }

        assertThat(groups)
                .containsExactlyInAnyOrder(
                        "complaint-router.complaints",
                        "complaint-router.customers",
                        "complaint-router.customer-tiers",
                        "complaint-router.tier-changes");
    }
}
