/** Gives integration tests a broker and a store: at a given address, in containers, or embedded in the JVM of the tests. */
@org.jspecify.annotations.NullMarked
package io.tierstream.testing;
