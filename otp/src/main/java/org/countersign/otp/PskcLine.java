package org.countersign.otp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key package of a PSKC document: a token, or why it is none.
 *
 * <p>It may hold a secret, so it is not a record.
 */
public final class PskcLine {
    private final int position;
    private final @Nullable PskcToken token;
    private final OtpFormatException.@Nullable Reason fault;

    private PskcLine(int position, @Nullable PskcToken token, OtpFormatException.@Nullable Reason fault) {
        this.position = position;
        this.token = token;
        this.fault = fault;
    }

    static PskcLine of(int position, PskcToken token) {
        return new PskcLine(position, token, null);
    }

    static PskcLine of(int position, OtpFormatException.Reason fault) {
        return new PskcLine(position, null, fault);
    }

    /** Which key package of the document it is, 1 and up. */
    public int position() {
        return position;
    }

    /** The token, unless there is a fault. */
    public Optional<PskcToken> token() {
        return Optional.ofNullable(token);
    }

    /** Why there is no token. */
    public Optional<OtpFormatException.Reason> fault() {
        return Optional.ofNullable(fault);
    }

    /** The position, never the secret. */
    @Override
    public String toString() {
        return "PskcLine(" + position + (fault == null ? "" : ", " + fault) + ")";
    }
}
