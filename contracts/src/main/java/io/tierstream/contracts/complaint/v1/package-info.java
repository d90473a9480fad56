/** Complaints and what becomes of them. Published, so frozen: a new optional component keeps the version, a new meaning takes a new one. */
@org.jspecify.annotations.NullMarked
package io.tierstream.contracts.complaint.v1;
