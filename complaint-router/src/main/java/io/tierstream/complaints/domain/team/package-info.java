/** How much work the desk has, who holds it, and how long it will take. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain.team;
