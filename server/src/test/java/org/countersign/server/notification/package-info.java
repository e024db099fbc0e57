/** What leaves the server, and where it may go. */
@NullMarked
package org.countersign.server.notification;

import org.jspecify.annotations.NullMarked;
