/** The pages: tiers at a glance, the list of customers and one customer. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.web;
