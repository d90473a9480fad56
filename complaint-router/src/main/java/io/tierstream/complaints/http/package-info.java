/** The HTTP API of the desk. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.http;
