/** Who customers are, visits to them, and assessments of prospects. Published, so frozen: a new optional component keeps the version, a new meaning takes a new one. */
@org.jspecify.annotations.NullMarked
package io.tierstream.contracts.customer.v1;
