package org.countersign.device.wire;

/**
 * The codes that an app itself refuses with; a server has more, listed in {@code docs/formats/device-api.md}, and they
 * pass through unchanged.
 */
public final class ErrorCodes {
    /** A body, a signed message or a field is not as its page says. */
    public static final String MESSAGE_MALFORMED = "message_malformed";
    /** The activation string has a wrong form, alphabet, length, version, flag or check bytes. */
    public static final String ACTIVATION_MALFORMED = "activation_malformed";
    /** The activation string's time is up by this device's clock. */
    public static final String ACTIVATION_EXPIRED = "activation_expired";
    /** The activation link names another server than this app's. */
    public static final String ACTIVATION_OTHER_SERVER = "activation_other_server";
    /** The server could not prove that it is the one that issued the activation string. */
    public static final String SERVER_NOT_GENUINE = "server_not_genuine";
    /** The policy string does not follow its grammar. */
    public static final String POLICY_MALFORMED = "policy_malformed";
    /** The policy string names something that this reader does not know or cannot do. */
    public static final String POLICY_UNSUPPORTED = "policy_unsupported";
    /** What was typed is no challenge that the token's suite takes. */
    public static final String CHALLENGE_MALFORMED = "challenge_malformed";
    /** A push request is not by the server of its token, or not for it. */
    public static final String REQUEST_NOT_GENUINE = "request_not_genuine";
    /** The server refused the passcode of an answer or of the activation: wrong, or spent before. */
    public static final String PASSCODE_REFUSED = "passcode_refused";

    /** The push request asks for a number, and none or one of another length was given. */
    public static final String NUMBER_REQUIRED = "number_required";
    /** The push request asks that the app verifies its user, and it has not. */
    public static final String VERIFICATION_REQUIRED = "verification_required";
    /** The server asks for the user's password as a second proof. */
    public static final String PASSWORD_REQUIRED = "password_required";
    /** No token of this serial is in the vault, or it is not active. */
    public static final String TOKEN_UNKNOWN = "token_unknown";
    /** No open push request of this id. */
    public static final String REQUEST_UNKNOWN = "request_unknown";
    /** What lies in the vault cannot be opened: damaged, or under another key. */
    public static final String VAULT_DAMAGED = "vault_damaged";
    /** This string has already enrolled a device. */
    public static final String ACTIVATION_USED = "activation_used";

    /** The token opens only with its PIN, and none was given; or the server asks for the PIN. */
    public static final String PIN_REQUIRED = "pin_required";
    /** The PIN is wrong. */
    public static final String PIN_WRONG = "pin_wrong";
    /** The PIN does not follow the token's rule, or is too easy to guess. */
    public static final String PIN_UNACCEPTABLE = "pin_unacceptable";
    /** Too many wrong PINs: the token must be enrolled anew. */
    public static final String TOKEN_LOCKED = "token_locked";

    private ErrorCodes() {}
}
