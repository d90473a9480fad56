package io.tierstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ports of a stack.
 *
 * @param broker where Kafka's clients connect
 * @param controller Kafka's own second port
 * @param store where MongoDB's clients connect
 * @param services where each service answers HTTP
 */
public record Ports(int broker, int controller, int store, Map<Service, Integer> services) {

    private static final int BROKER = 9092;
    private static final int CONTROLLER = 9093;
    private static final int STORE = 27017;
    private static final int HIGHEST = 65_535;

    public Ports {
        services = Map.copyOf(services);
        for (int port : all(broker, controller, store, services).values()) {
            if (port < 1 || port > HIGHEST) {
                throw new IllegalArgumentException("There is no port " + port);
            }
        }
    }

    /** The highest offset with which every port exists. */
    public static int highestOffset() {
        return HIGHEST - STORE;
    }

    /**
     * The usual ports, all moved up.
     *
     * @param offset what to add to each, 0 to {@link #highestOffset()}
     */
    public static Ports offset(int offset) {
        var services = new EnumMap<Service, Integer>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, service.defaultPort() + offset);
        }
        return new Ports(BROKER + offset, CONTROLLER + offset, STORE + offset, services);
    }

    /** Ports that nobody uses now. */
    public static Ports free() {
        List<Integer> free = free(3 + Service.values().length);
        var services = new EnumMap<Service, Integer>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, free.get(3 + service.ordinal()));
        }
        return new Ports(free.get(0), free.get(1), free.get(2), services);
    }

    static List<Integer> free(int count) {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of a service. */
    public int of(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    /** Refuses ports that another process holds, all of them in one message. */
    void requireFree() {
        var taken = new ArrayList<String>();
        all(broker, controller, store, services).forEach((name, port) -> {
            if (!isFree(port)) {
                taken.add(port + " (" + name + ")");
            }
        });
        if (!taken.isEmpty()) {
            throw new StackException((taken.size() == 1 ? "Port " : "Ports ")
                    + String.join(", ", taken)
                    + (taken.size() == 1 ? " is" : " are")
                    + " in use by another program. End it, or move the whole stack to other ports:"
                    + " dev/up --port-offset=100 (any number up to "
                    + highestOffset()
                    + ").");
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Integer> all(int broker, int controller, int store, Map<Service, Integer> services) {
        var all = new LinkedHashMap<String, Integer>();
        all.put("Kafka", broker);
        all.put("Kafka's controller", controller);
        all.put("MongoDB", store);
        for (Service service : Service.values()) {
            all.put(service.module(), services.get(service));
        }
        return all;
    }
}
