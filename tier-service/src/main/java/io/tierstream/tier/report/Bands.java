package io.tierstream.tier.report;

import io.tierstream.tier.domain.Points;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Customers per band of one point of composite; the last band holds 100 as well, and who has none is in no band. */
final class Bands {

    private static final int COUNT = 100;

    private final int[] customers = new int[COUNT];

    void add(@Nullable Points composite) {
        if (composite != null) {
            customers[Math.min(COUNT - 1, composite.hundredths() / 100)]++;
        }
    }

    void into(ArrayNode array) {
        for (int band : customers) {
            array.add(band);
        }
    }
}
