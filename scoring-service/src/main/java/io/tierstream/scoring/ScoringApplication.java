package io.tierstream.scoring;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Starts the scoring-service. */
@SpringBootApplication
@EnableConfigurationProperties(ScoringProperties.class)
public class ScoringApplication {

    public static void main(String[] args) {
        SpringApplication.run(ScoringApplication.class, args);
    }

    /** The only source of time. */
    @Bean
    Clock clock(ScoringProperties properties) {
        return Clock.offset(Clock.systemUTC(), properties.clockOffset());
    }
}
