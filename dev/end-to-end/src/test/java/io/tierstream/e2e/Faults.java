package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.local.LocalStack;
import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random faults of a running stack, the same ones for the same seed: processes killed, broker and store away, processes
 * frozen, second instances that join and leave. First each process is killed once; then anything, two at a time.
 */
final class Faults {

    private static final int AT_ONCE = 2;

    /** A service that starts waits for what is away at the same time, which may be so again and again. */
    static final Duration PATIENCE = Stack.START.multipliedBy(3);

    private final LocalStack stack;
    private final Random random;
    private final int count;
    private final Duration away;
    private final List<ManagedProcess> first;
    private final Map<ManagedProcess, CompletableFuture<Void>> busy = new java.util.HashMap<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private final AtomicInteger begun = new AtomicInteger();

    /**
     * @param away the longest time that broker or store are away
     */
    Faults(LocalStack stack, long seed, int count, Duration away) {
        this.stack = stack;
        this.random = new Random(seed);
        this.count = count;
        this.away = away;
        List<ManagedProcess> processes = new ArrayList<>(List.of(stack.broker(), stack.store()));
        for (Service service : Service.values()) {
            processes.add(stack.process(service));
        }
        this.first = List.copyOf(processes);
    }

    /** How far it is, 0 to 1. */
    double progress() {
        return count == 0 ? 1 : (double) begun.get() / count;
    }

    /** Makes all faults, one after the other, and comes back when every process can work again. */
    void run() {
        for (int i = 0; i < count; i++) {
            make(i);
            begun.incrementAndGet();
            if ((i + 1) % 10 == 0) {
                System.out.println((i + 1) + " of " + count + " faults: " + done);
            }
        }
        CompletableFuture.allOf(busy.values().toArray(CompletableFuture[]::new)).join();
        first.forEach(Faults::bringUp);
        System.out.println(count + " faults: " + done);
    }

    private void make(int number) {
        // All that is random is drawn here, in one order, whatever takes how long.
        ManagedProcess victim = number < first.size() ? first.get(number) : first.get(random.nextInt(first.size()));
        int kind = random.nextInt(100);
        Duration pause = Duration.ofMillis(random.nextInt(1_500));
        Duration longer = Duration.ofMillis(500 + random.nextInt(11_500));
        Duration absence = Duration.ofMillis(random.nextInt((int) away.toMillis()));
        boolean second = random.nextBoolean();
        Service service = Service.values()[random.nextInt(Service.values().length)];

        wait(pause);
        while (busy.values().stream().filter(fault -> !fault.isDone()).count() >= AT_ONCE) {
            wait(Duration.ofMillis(50));
        }
        busy.getOrDefault(victim, CompletableFuture.completedFuture(null)).join();
        boolean server = victim == stack.broker() || victim == stack.store();
        if (number < first.size() || kind < 40) {
            begin(server ? "away" : "killed", victim, () -> {
                victim.kill();
                wait(server ? absence : pause);
                bringUp(victim);
            });
        } else if (kind < 80) {
            begin("frozen", victim, () -> {
                signal(victim, "STOP");
                wait(longer);
                signal(victim, "CONT");
            });
        } else {
            ManagedProcess guest = stack.startInstance(service, Map.of());
            begin(second ? "joined and killed" : "joined and left", guest, () -> {
                bringUp(guest);
                wait(longer);
                if (second) {
                    guest.kill();
                } else {
                    guest.stop(Stack.START);
                }
            });
        }
    }

    private void begin(String what, ManagedProcess victim, Runnable fault) {
        done.merge(what, 1, Integer::sum);
        busy.put(
                victim,
                CompletableFuture.runAsync(fault, work -> Thread.ofPlatform().start(work)));
    }

    /** Starts it as often as it takes, as whoever runs a service does: it may give up while something else is away. */
    private static void bringUp(ManagedProcess process) {
        AtomicInteger starts = new AtomicInteger();
        Waiting.upTo(PATIENCE).untilAsserted(() -> {
            if (!process.isAlive()) {
                process.start();
                starts.incrementAndGet();
            }
            assertThat(process.isReady())
                    .as("%s is ready, started %s times", process.name(), starts)
                    .isTrue();
        });
    }

    private static void signal(ManagedProcess process, String name) {
        try {
            long pid = process.pid().orElseThrow();
            if (new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor()
                    != 0) {
                throw new IllegalStateException(process.name() + " did not take the signal " + name);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The time of a fault, not of something to come true. */
    private static void wait(Duration time) {
        java.util.concurrent.locks.LockSupport.parkNanos(time.toNanos());
    }
}
