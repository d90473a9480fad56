/** How long complaints take, and how late they are: the arithmetic of the complaint delay report. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain.report;
