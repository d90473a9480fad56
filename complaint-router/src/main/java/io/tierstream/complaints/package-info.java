/** The support desk: tickets, their deadlines and the queue. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints;
