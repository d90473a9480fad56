package io.tierstream.tier.population;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up once all grades are read that were there at the start; part of readiness as {@code population}. */
@Component("populationHealthIndicator")
class PopulationHealth implements HealthIndicator {

    private final Population population;
    private final PopulationListener listener;

    PopulationHealth(Population population, PopulationListener listener) {
        this.population = population;
        this.listener = listener;
    }

    @Override
    public Health health() {
        return (listener.hasGrades() ? Health.up() : Health.down())
                .withDetail("customers", population.read(CustomerTable::graded))
                .withDetail("history", listener.hasFacts() ? "read" : "being read")
                .build();
    }
}
