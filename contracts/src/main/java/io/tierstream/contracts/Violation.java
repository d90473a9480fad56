package io.tierstream.contracts;

/**
 * One thing that is wrong with an event.
 *
 * @param pointer JSON Pointer into the structured form of the event, e.g. {@code /data/amount}
 * @param code stable, for programs
 * @param message what is wrong and what would be right
 */
public record Violation(String pointer, String code, String message) {}
