/** Tests of the wire formats against the vectors, the standards and hostile input. */
@NullMarked
package org.countersign.device.wire;

import org.jspecify.annotations.NullMarked;
