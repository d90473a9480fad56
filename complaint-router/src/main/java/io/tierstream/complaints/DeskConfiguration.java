package io.tierstream.complaints;

import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import io.tierstream.complaints.application.InstanceName;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The parts of the desk that are no components themselves. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DeskConfiguration {

    @Bean
    TicketQueue ticketQueue() {
        return new TicketQueue(SlaPolicy.DEFAULT);
    }

    /** Process, host and start: another run has another name. */
    @Bean
    InstanceName instanceName(Clock clock) {
        return new InstanceName(ManagementFactory.getRuntimeMXBean().getName() + "/" + clock.millis());
    }

    /**
     * What the store acknowledges survives its failure: a majority has it, in the journal. A store that is away is noticed in
     * seconds.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer safeAndImpatient() {
        return (MongoClientSettings.Builder settings) -> settings.writeConcern(WriteConcern.MAJORITY)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(2, TimeUnit.SECONDS).readTimeout(30, TimeUnit.SECONDS));
    }
}
