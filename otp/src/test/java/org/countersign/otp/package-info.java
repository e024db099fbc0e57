/** Tests of the passcode library. */
@NullMarked
package org.countersign.otp;

import org.jspecify.annotations.NullMarked;
