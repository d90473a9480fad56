/** Whose events are taken, and what a request is told about those that are not. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.domain.intake;
