package io.tierstream.ingest.domain.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** A number of a row. Exact: nothing is rounded. */
public sealed interface Term {

    /** The number in a cell; nothing when the cell is empty. */
    record Cell(String column) implements Term {}

    record Constant(BigDecimal number) implements Term {}

    /** The product of all; nothing when one of them is nothing. */
    record Product(List<Term> factors) implements Term {

        public Product {
            factors = List.copyOf(factors);
        }
    }

    /** The columns it takes cells from. */
    default Stream<String> columns() {
        return switch (this) {
            case Cell cell -> Stream.of(cell.column());
            case Constant ignored -> Stream.empty();
            case Product product -> product.factors().stream().flatMap(Term::columns);
        };
    }
}
