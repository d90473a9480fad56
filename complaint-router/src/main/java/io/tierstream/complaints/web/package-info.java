/** The pages of the desk, and what all of them share. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.web;
