/** The device API over HTTP, and the border between the two origins. */
@NullMarked
package org.countersign.server.protocol.device;

import org.jspecify.annotations.NullMarked;
