/** The demo, on and off. */
@NullMarked
package org.countersign.server.demo;

import org.jspecify.annotations.NullMarked;
