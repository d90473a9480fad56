/** How rows of a table become events: conditions, expressions, groups of rows, and the shift of times. Start at {@link io.tierstream.ingest.domain.mapping.RowMapper}. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.domain.mapping;
