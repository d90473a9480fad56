/** What people order: recorded with who, when and what was before, sent to the topology, and awaited. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.control;
