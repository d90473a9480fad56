/** Keeps tickets, what the desk knows of customers and the SLA in MongoDB. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.mongo;
