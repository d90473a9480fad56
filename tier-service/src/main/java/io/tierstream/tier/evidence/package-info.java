/** What makes a customer's figures, asked of the service that keeps the entries, only to be shown. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.evidence;
