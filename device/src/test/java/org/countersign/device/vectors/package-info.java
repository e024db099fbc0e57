/**
 * Makes the known answers under {@code vectors/}, from the pages alone: with cryptography of its own wherever the JDK has
 * none, so that the answers do not depend on the code they judge.
 */
@NullMarked
package org.countersign.device.vectors;

import org.jspecify.annotations.NullMarked;
