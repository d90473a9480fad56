package io.tierstream.local;

import java.util.List;

/** The four services, with what their processes need on one small machine. */
public enum Service {
    /** Takes events in. */
    INGEST("ingest-service", 8081, "ingest", List.of("-Xms96m", "-Xmn48m", "-Xmx320m", "-XX:+UseSerialGC")),
    /** Keeps the rolling figures. */
    SCORING("scoring-service", 8082, "scoring", List.of("-Xms128m", "-Xmn64m", "-Xmx512m", "-XX:+UseSerialGC")),
    /** Grades. */
    TIERS("tier-service", 8083, "tiers", List.of("-Xms128m", "-Xmn64m", "-Xmx448m", "-XX:+UseSerialGC")),
    /** Keeps the desk's queue. */
    DESK("complaint-router", 8084, "complaints", List.of("-Xms96m", "-Xmn48m", "-Xmx256m", "-XX:+UseSerialGC"));

    private final String module;
    private final int defaultPort;
    private final String database;
    private final List<String> jvmOptions;

    Service(String module, int defaultPort, String database, List<String> jvmOptions) {
        this.module = module;
        this.defaultPort = defaultPort;
        this.database = database;
        this.jvmOptions = jvmOptions;
    }

    /** The name of its Maven module, which is also the name of its processes and logs. */
    public String module() {
        return module;
    }

    /** Where it answers HTTP unless ports are chosen otherwise. */
    public int defaultPort() {
        return defaultPort;
    }

    String database() {
        return database;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }
}
