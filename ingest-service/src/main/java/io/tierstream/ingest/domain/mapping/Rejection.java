package io.tierstream.ingest.domain.mapping;

/**
 * A row that was not used.
 *
 * @param line where it begins in the file; the header is line 1
 * @param column the column at fault, or empty
 * @param value what stands in it
 * @param reason what is wrong and what would be right
 */
public record Rejection(long line, String column, String value, String reason) {}
