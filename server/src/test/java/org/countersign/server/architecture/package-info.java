/** Rules of the code's shape that the compiler does not hold. */
@NullMarked
package org.countersign.server.architecture;

import org.jspecify.annotations.NullMarked;
