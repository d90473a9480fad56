/** Keeps each customer's rolling figures and points. */
@org.jspecify.annotations.NullMarked
package io.tierstream.scoring;
