/** What a customer's events add up to: ledger entries, rolling metrics, points and flags, and why. */
@org.jspecify.annotations.NullMarked
package io.tierstream.scoring.domain;
