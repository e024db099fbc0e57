/** What tests and benchmarks share: the built server in a process of its own, and the browser that is driven. */
@NullMarked
package org.countersign.testkit;

import org.jspecify.annotations.NullMarked;
