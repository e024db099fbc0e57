/** What journeys and benchmarks share: the built server in a process of its own. */
@NullMarked
package org.countersign.testkit;

import org.jspecify.annotations.NullMarked;
