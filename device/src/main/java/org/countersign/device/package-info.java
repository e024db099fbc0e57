/**
 * What an app does, without a screen: it enrolls, keeps its tokens, computes passcodes and answers push requests.
 *
 * <p>The front door is {@link org.countersign.device.Phone}. Network, key store, storage, clock and randomness come in
 * through {@link org.countersign.device.Platform}; there is no global state, so one process can be thousands of phones. It
 * uses only what Android 8 has too.
 */
@NullMarked
package org.countersign.device;

import org.jspecify.annotations.NullMarked;
