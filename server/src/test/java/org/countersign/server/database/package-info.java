/** The database as it is given to tests. */
@NullMarked
package org.countersign.server.database;

import org.jspecify.annotations.NullMarked;
