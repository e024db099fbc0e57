/** A whole journey with secrets that are known, and a search for them wherever they must not be. */
@NullMarked
package org.countersign.server.secrecy;

import org.jspecify.annotations.NullMarked;
