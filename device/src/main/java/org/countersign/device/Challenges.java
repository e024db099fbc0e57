package org.countersign.device;

import java.util.Locale;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.PolicyString;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.device.wire.ProtocolException;
import org.countersign.otp.Ocra;
import org.countersign.otp.OcraInput;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.OtpFormatException;
import org.countersign.otp.OtpKey;

/** What a challenge-response token answers, and how what was typed becomes a challenge. */
final class Challenges {
    private Challenges() {}

    /** Refuses what nothing in the protocol serves: a PIN beside it, or a counter, a PIN or session information in it. */
    static void requireSupported(PolicyString rules) {
        rules.suite().map(OcraSuite::parse).ifPresent(suite -> {
            if (rules.pin().kind() != PinKind.NONE
                    || suite.usesCounter()
                    || suite.pinHash().isPresent()
                    || suite.sessionLengthBytes().isPresent()) {
                throw new ProtocolException(
                        ErrorCodes.POLICY_UNSUPPORTED,
                        "This token's responses need more than a challenge and the time. Ask your operator for another.");
            }
        });
    }

    /** The response to a challenge as somebody typed it: gaps are removed, letters become capitals. */
    static String answer(Unlocked device, TokenRecord token, String typed) {
        OcraSuite suite = suite(token);
        String challenge = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (challenge.length() != suite.questionMaxLength()) {
            throw doesNotFit(suite);
        }
        try {
            return response(device, token, suite, challenge);
        } catch (OtpFormatException e) {
            throw doesNotFit(suite);
        }
    }

    /** The response to the enrollment's code, or to as much of its end as the suite takes. */
    static String forActivation(Unlocked device, TokenRecord token, String code) {
        OcraSuite suite = suite(token);
        String challenge = code.substring(Math.max(0, code.length() - suite.questionMaxLength()));
        return response(device, token, suite, challenge);
    }

    private static String response(Unlocked device, TokenRecord token, OcraSuite suite, String challenge) {
        OcraInput.Builder input = OcraInput.question(challenge);
        if (suite.timeStep().isPresent()) {
            input.timeStep(suite.timeStepAt(device.platform().clock().instant()));
        }
        try (OtpKey key = device.open(token)) {
            return Ocra.response(key, suite, input.build()).exposed();
        }
    }

    private static OcraSuite suite(TokenRecord token) {
        return OcraSuite.parse(token.rules().suite().orElseThrow());
    }

    private static ProtocolException doesNotFit(OcraSuite suite) {
        String characters = switch (suite.questionFormat()) {
            case ALPHANUMERIC -> " letters or digits";
            case NUMERIC -> " digits";
            case HEXADECIMAL -> " characters, each 0 to 9 or A to F";
        };
        return new ProtocolException(
                ErrorCodes.CHALLENGE_MALFORMED,
                "A challenge for this token has " + suite.questionMaxLength() + characters
                        + ". Type it as it is shown.");
    }
}
