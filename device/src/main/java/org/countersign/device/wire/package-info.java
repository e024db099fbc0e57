/**
 * The messages of the device protocol as bytes and back: pure functions over what the pages under {@code docs/formats}
 * describe. No clock, no storage, no network; it uses only what Android has too.
 */
@NullMarked
package org.countersign.device.wire;

import org.jspecify.annotations.NullMarked;
