/** What the halves of tier-service tell each other over internal topics, as JSON: nobody outside may rely on it. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.wire;
