/** The service levels in force. Published, so frozen: a new optional component keeps the version, a new meaning takes a new one. */
@org.jspecify.annotations.NullMarked
package io.tierstream.contracts.sla.v1;
