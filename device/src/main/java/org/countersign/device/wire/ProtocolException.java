package org.countersign.device.wire;

/**
 * Says why a message, a string or an act was refused: a stable code for programs and a sentence for people.
 *
 * <p>It carries no secret, and no byte of what was refused.
 */
public class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** A refusal with a code of {@link ErrorCodes} and a sentence that says what to do. */
    public ProtocolException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    /** The stable code, lower case with underscores. */
    public final String code() {
        return code;
    }

    /** The sentence for people. */
    public final String detail() {
        return String.valueOf(getMessage());
    }

    static ProtocolException malformed(String detail) {
        return new ProtocolException(ErrorCodes.MESSAGE_MALFORMED, detail);
    }
}
