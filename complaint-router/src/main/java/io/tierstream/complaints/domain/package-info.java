/** What the support desk decides, free of frameworks, storage and clocks. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain;
