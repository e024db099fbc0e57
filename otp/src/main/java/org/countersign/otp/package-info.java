/**
 * One-time passcodes: HOTP (RFC 4226), TOTP (RFC 6238), OCRA (RFC 6287), the alphabets people read them in, and the
 * formats tokens travel in. No dependency, no clock, no input or output.
 */
@NullMarked
package org.countersign.otp;

import org.jspecify.annotations.NullMarked;
