/** One virtual server never sees or changes anything of another, by the checks of the code or by the database's own. */
@NullMarked
package org.countersign.server.isolation;

import org.jspecify.annotations.NullMarked;
