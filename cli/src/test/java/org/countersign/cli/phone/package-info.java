/** Tests of the software phone on the command line. */
@NullMarked
package org.countersign.cli.phone;

import org.jspecify.annotations.NullMarked;
