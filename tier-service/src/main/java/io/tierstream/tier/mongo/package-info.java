/** What people look at, kept in MongoDB: grades, changes, policies and who changed what. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.mongo;
