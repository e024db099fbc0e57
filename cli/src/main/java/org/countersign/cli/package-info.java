/**
 * The command line: a list of subcommands, each of which reads its options, calls a library or the server's public
 * interface, and prints plain text. Exit code 0 is success, 2 is wrong usage or input, 1 is a fault.
 */
@NullMarked
package org.countersign.cli;

import org.jspecify.annotations.NullMarked;
