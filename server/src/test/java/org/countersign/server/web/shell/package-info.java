@NullMarked
package org.countersign.server.web.shell;

import org.jspecify.annotations.NullMarked;
