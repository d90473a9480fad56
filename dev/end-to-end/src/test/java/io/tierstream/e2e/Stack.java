package io.tierstream.e2e;

import io.tierstream.local.LocalStack;
import io.tierstream.local.Ports;
import io.tierstream.local.Service;
import io.tierstream.oracle.Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The stack that all journeys share: started when first asked for, on free ports, and ended with the JVM. */
final class Stack {

    static final Duration START = Duration.ofSeconds(180);

    /** The same settings for the services and for the oracle. */
    static final Settings SETTINGS = Settings.defaults()
            .withWindowDays(400)
            .withRates(Map.of("USD", new BigDecimal("0.92"), "JPY", new BigDecimal("0.006137")));

    private Stack() {}

    static LocalStack running() {
        return Running.STACK;
    }

    static Api api(Service service, String role) {
        return new Api(running().address(service), running().credentials().key(role));
    }

    static Api ingest() {
        return api(Service.INGEST, "publisher");
    }

    static Api scoring() {
        return api(Service.SCORING, "ops");
    }

    static Api tiers() {
        return api(Service.TIERS, "admin");
    }

    static Api desk() {
        return api(Service.DESK, "support");
    }

    /** A stack with these settings in a folder below {@code target}, not started. */
    static LocalStack open(String folder) {
        LocalStack.Builder stack = LocalStack.in(Path.of("target", folder))
                .ports(Ports.free())
                .fresh(true)
                // Worth its time where services start hundreds of times.
                .training(Integer.getInteger("tierstream.faults", 0) > 50)
                .setting("tierstream.window", "P" + SETTINGS.windowDays() + "D")
                // Cut-offs move when a journey asks for it, so that journeys do not depend on the minute.
                .setting(Service.TIERS, "tierstream.cut-offs.interval", "P1D")
                .progress(System.out::println);
        SETTINGS.rates()
                .forEach((currency, rate) -> stack.setting("tierstream.rates." + currency, rate.toPlainString()));
        return stack.open();
    }

    private static final class Running {

        static final LocalStack STACK = start();

        private static LocalStack start() {
            LocalStack stack = open("stack");
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            stack.start();
            return stack;
        }
    }
}
