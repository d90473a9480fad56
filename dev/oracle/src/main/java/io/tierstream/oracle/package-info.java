/** The rules of metrics, points, composites, cut-offs and tickets written a second time, as loops over all events, to hold the services against. */
@NullMarked
package io.tierstream.oracle;

import org.jspecify.annotations.NullMarked;
