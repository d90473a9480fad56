/** Starts, watches and ends the whole system as processes of this machine. */
@org.jspecify.annotations.NullMarked
package io.tierstream.local;
