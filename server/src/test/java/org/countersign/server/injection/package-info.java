/** Text that people write is text wherever it comes out, and forms come from the page that made them. */
@NullMarked
package org.countersign.server.injection;

import org.jspecify.annotations.NullMarked;
