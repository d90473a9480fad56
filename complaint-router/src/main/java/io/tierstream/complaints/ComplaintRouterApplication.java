package io.tierstream.complaints;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the complaint-router. */
@SpringBootApplication
public class ComplaintRouterApplication {

    public static void main(String[] args) {
        SpringApplication.run(ComplaintRouterApplication.class, args);
    }
}
