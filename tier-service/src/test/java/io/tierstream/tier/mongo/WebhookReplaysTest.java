package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebhookReplaysTest {

    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void shouldBeginWithTheEarliestOfTheReplaysThatAPartitionHasNotSeen() {
        Webhook webhook = webhook(2, MARCH, List.of(JANUARY, MARCH));

        assertThat(webhook.sinceUnseen(0)).isEqualTo(JANUARY);
        assertThat(webhook.sinceUnseen(1)).isEqualTo(MARCH);
        assertThat(webhook.sinceUnseen(2)).isNull();
    }

    @Test
    void shouldReadAReplayThatAnOlderVersionWasAskedFor() {
        Webhook kept = webhook(3, MARCH, List.of());
        Webhook askedAgain = webhook(4, JANUARY, List.of(JANUARY));

        assertThat(kept.sinceUnseen(2)).isEqualTo(MARCH);
        assertThat(askedAgain.sinceUnseen(3)).isEqualTo(JANUARY);
        assertThat(webhook(0, null, List.of()).sinceUnseen(0)).isNull();
    }

    private static Webhook webhook(int replays, @Nullable Instant latest, List<Instant> known) {
        return new Webhook("w", "https://example.org", "secret", Set.of(), "admin", JANUARY, replays, latest, known);
    }
}
