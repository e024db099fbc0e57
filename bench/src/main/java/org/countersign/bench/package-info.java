/** Measures the built server from outside, over HTTP, with the database on the same machine; and races and kills it. */
@NullMarked
package org.countersign.bench;

import org.jspecify.annotations.NullMarked;
