package io.tierstream.tier;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock of this service; everything that needs "now" asks it. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    @Bean
    Clock clock(@Value("${tierstream.clock-offset}") Duration offset) {
        return Clock.offset(Clock.systemUTC(), offset);
    }
}
