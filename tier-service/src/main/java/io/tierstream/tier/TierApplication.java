package io.tierstream.tier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the tier-service. */
@SpringBootApplication
public class TierApplication {

    public static void main(String[] args) {
        SpringApplication.run(TierApplication.class, args);
    }
}
