/** The software phone on the command line: {@code phone enroll}, {@code code}, {@code approve} and the rest. */
@NullMarked
package org.countersign.cli.phone;

import org.jspecify.annotations.NullMarked;
