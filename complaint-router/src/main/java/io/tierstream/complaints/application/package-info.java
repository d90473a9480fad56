/** What the desk does, activity by activity: between the decisions of the domain and the stores and topics around it. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.application;
