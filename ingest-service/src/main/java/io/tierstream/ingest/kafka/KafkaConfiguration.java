package io.tierstream.ingest.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** The Kafka clients of this service; their settings are in {@code application.yaml}. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    @Bean
    Admin admin(KafkaAdmin settings) {
        return Admin.create(settings.getConfigurationProperties());
    }
}
