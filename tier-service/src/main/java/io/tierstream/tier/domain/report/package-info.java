/** What tiers are good for beyond the desk: concentration, portfolios, visits, prospects. Plain Java, no clock, no I/O. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.domain.report;
