/** The HTTP API of this service. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.http;
