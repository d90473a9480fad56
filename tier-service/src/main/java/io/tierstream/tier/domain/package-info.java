/** Decides tiers: policies, composites, cut-offs, grades, and the reasons for every change. Plain Java, no clock, no I/O. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.domain;
