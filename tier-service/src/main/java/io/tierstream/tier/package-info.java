/** Grades customers A, B or C and announces every change of tier. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier;
