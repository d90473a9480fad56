package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import org.junit.jupiter.api.Test;

class DeskConfigurationTest {

    /** Otherwise a ticket or a claim that was acknowledged may be gone after the store's failure. */
    @Test
    void shouldHaveTheStoreAcknowledgeOnlyWhatSurvives() {
        MongoClientSettings.Builder settings = MongoClientSettings.builder();

        new DeskConfiguration().safeAndImpatient().customize(settings);

        assertThat(settings.build().getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
    }
}
