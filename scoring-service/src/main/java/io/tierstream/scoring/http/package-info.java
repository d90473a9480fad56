/** The API: a customer's figures and what makes them, totals, audits and the scorecard. */
@org.jspecify.annotations.NullMarked
package io.tierstream.scoring.http;
