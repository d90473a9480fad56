/** Every customer's latest grade and figures in memory, so that lists, reports and simulations answer at once. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.population;
