/** Whole stories in a real browser, or on the command line, against the built server. */
@NullMarked
package org.countersign.journeys;

import org.jspecify.annotations.NullMarked;
