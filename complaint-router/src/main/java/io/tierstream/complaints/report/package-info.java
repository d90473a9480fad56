/** The complaint delay report: what is asked of it, and its files. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.report;
