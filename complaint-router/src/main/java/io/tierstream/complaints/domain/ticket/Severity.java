package io.tierstream.complaints.domain.ticket;

/** How bad the customer says it is, the worst first. */
public enum Severity {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW
}
