/** What this service does for its callers, each use-case one class, and the ports it needs for it. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.application;
