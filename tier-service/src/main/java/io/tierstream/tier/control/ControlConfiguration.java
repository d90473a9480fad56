package io.tierstream.tier.control;

import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where ids of orders come from. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

    @Bean
    Ids commandIds() {
        return () -> UUID.randomUUID().toString();
    }
}
