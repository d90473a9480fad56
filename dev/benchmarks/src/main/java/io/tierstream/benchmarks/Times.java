package io.tierstream.benchmarks;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long things took; may be filled by many threads. */
final class Times {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        add(System.nanoTime() - begin);
    }

    void add(long took) {
        nanos.add(took);
    }

    int count() {
        return nanos.size();
    }

    /** Milliseconds that this share of all took at most. */
    double percentile(double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, n %d"
                .formatted(percentile(0.5), percentile(0.99), percentile(1), count());
    }
}
