/** The two servers that the services need, each the main class of a process of its own: a Kafka broker and a stand-in for MongoDB. */
@org.jspecify.annotations.NullMarked
package io.tierstream.local.server;
