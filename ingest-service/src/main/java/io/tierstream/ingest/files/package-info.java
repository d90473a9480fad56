/** What this service keeps in files: mappings that it reads, and imports that it works off. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.files;
