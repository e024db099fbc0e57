package org.countersign.server.tokens;

import org.countersign.otp.PinFault;

/** What came of a PIN that somebody chose in the place of the one that an operator had set. */
public sealed interface PinChoice {
    /** It is the token's PIN from now on. */
    record Chosen() implements PinChoice {}

    /** The token's rule refuses it. */
    record Unacceptable(PinFault fault) implements PinChoice {}

    /** It is the one that the operator set, and knows. */
    record Same() implements PinChoice {}

    /** The PIN that was proven is no longer the token's, or was changed already, or the token is out of use. */
    record Over() implements PinChoice {}
}
