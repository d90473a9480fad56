package io.tierstream.tier.report;

import io.tierstream.tier.population.RowOrder.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report: what it says of the whole, and rows.
 *
 * @param name of the file it is downloaded as, and of its worksheet
 * @param summary of all rows, not only of a page
 */
public record Report<R>(String name, ObjectNode summary, List<Column<R>> columns, Rows<R> rows) {

    /** The rows, to be had page by page or one after the other. */
    public interface Rows<R> {

        /** The next rows, at most so many. */
        Page<R> page(Optional<Place> after, int limit);

        /** All of them; read in slices while they are consumed, so that none need be kept. */
        Stream<R> all();

        /** Few rows, which always make one page. */
        static <R> Rows<R> of(List<R> rows) {
            return new Rows<>() {
                @Override
                public Page<R> page(Optional<Place> after, int limit) {
                    return new Page<>(rows, Optional.empty());
                }

                @Override
                public Stream<R> all() {
                    return rows.stream();
                }
            };
        }
    }

    /** Rows, and where they ended when there are more. */
    public record Page<R>(List<R> items, Optional<Place> next) {}
}
