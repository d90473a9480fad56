/** Reports and simulations over the population, as lists, CSV and XLSX. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.report;
