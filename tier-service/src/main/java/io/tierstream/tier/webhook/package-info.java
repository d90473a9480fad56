/** Tells other systems of tier changes and SLA breaches over HTTP: signed, in order per customer, until they have it. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.webhook;
