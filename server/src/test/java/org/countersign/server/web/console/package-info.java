/** The console over HTTP. */
@NullMarked
package org.countersign.server.web.console;

import org.jspecify.annotations.NullMarked;
