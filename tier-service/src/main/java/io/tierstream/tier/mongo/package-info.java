/** What people look at, kept in MongoDB: changes, policies and who changed what. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.mongo;
