/** The server program: modules by feature, each a package with a declared list of what it may touch. */
@NullMarked
package org.countersign.server;

import org.jspecify.annotations.NullMarked;
