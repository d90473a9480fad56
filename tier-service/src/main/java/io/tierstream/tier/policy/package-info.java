/** Grading policies as people work with them: which there are, what a draft would do, how one takes over, one in shadow. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.policy;
