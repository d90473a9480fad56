/** The demonstration: invented companies whose business of two years is published first, and then goes on live. */
@org.jspecify.annotations.NullMarked
package io.tierstream.local.story;
