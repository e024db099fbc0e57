package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.countersign.server.enrollment.ActivateAnswer;
import org.countersign.server.enrollment.ActivationProofs;
import org.countersign.server.enrollment.BeginAnswer;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.EnrollmentRefused;
import org.countersign.server.enrollment.FinishAnswer;
import org.countersign.server.enrollment.TypedAnswer;
import org.countersign.server.enrollment.TypedCodes;
import org.countersign.server.kernel.Base64Url;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Enrollment over HTTP; docs/formats/enrollment.md. */
@RestController
class EnrollmentEndpoints {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final int LOOKUP_BYTES = 32;

    private final Enrollment enrollment;
    private final TypedCodes typedCodes;
    private final InstantSource time;

    EnrollmentEndpoints(Enrollment enrollment, TypedCodes typedCodes, InstantSource time) {
        this.enrollment = enrollment;
        this.typedCodes = typedCodes;
        this.time = time;
    }

    /** The activation string for a typed code; uses nothing up. */
    @PostMapping("/device/v1/enroll/typed")
    Map<String, String> typed(DeviceBody body, HttpServletRequest request) {
        byte[] lookup = bytes(body.only("lookup"), "lookup");
        if (lookup.length != LOOKUP_BYTES) {
            throw DeviceRefusal.malformed();
        }
        return switch (typedCodes.find(lookup, request.getRemoteAddr())) {
            case TypedAnswer.Found(String sealed) -> Map.of("sealed", sealed);
            case TypedAnswer.Unknown unknown -> throw new DeviceRefusal(DeviceCode.TYPED_CODE_UNKNOWN);
            case TypedAnswer.Paused(Instant until) ->
                throw DeviceRefusal.tooMany(Duration.between(time.instant(), until));
        };
    }

    @PostMapping("/device/v1/enroll/begin")
    Map<String, String> begin(DeviceBody body, HttpServletRequest request) {
        body.only("begin", "proof");
        return switch (enrollment.begin(bytes(body, "begin"), bytes(body, "proof"), request.getRemoteAddr())) {
            case BeginAnswer.Offered(String offer) -> Map.of("offer", offer);
            case EnrollmentRefused refused -> throw refusal(refused);
        };
    }

    @PostMapping("/device/v1/enroll/finish")
    Map<String, String> finish(DeviceBody body, HttpServletRequest request) {
        body.only("finish", "mac", "signature");
        FinishAnswer answer = enrollment.finish(
                bytes(body, "finish"), bytes(body, "mac"), bytes(body, "signature"), request.getRemoteAddr());
        return switch (answer) {
            case FinishAnswer.Claimed(String serial, String policy, String mac) ->
                Map.of("serial", serial, "policy", policy, "mac", mac);
            case EnrollmentRefused refused -> throw refusal(refused);
        };
    }

    @PostMapping("/device/v1/enroll/activate")
    Map<String, String> activate(DeviceBody body, HttpServletRequest request) {
        body.only("activation", "password", "pin");
        ActivationProofs proofs = new ActivationProofs(
                body.optionalText("password").orElse(null),
                body.optionalText("pin").orElse(null));
        return switch (enrollment.activate(body.text("activation"), proofs, request.getRemoteAddr())) {
            case ActivateAnswer.Activated(String serial) -> Map.of("state", "ACTIVE", "serial", serial);
            case EnrollmentRefused refused -> throw refusal(refused);
        };
    }

    private static byte[] bytes(DeviceBody body, String name) {
        return Base64Url.decode(body.text(name)).orElseThrow(DeviceRefusal::malformed);
    }

    private DeviceRefusal refusal(EnrollmentRefused refused) {
        if (refused.reason() == EnrollmentRefused.Reason.PAUSED) {
            return DeviceRefusal.tooMany(waiting(refused));
        }
        DeviceCode code = switch (refused.reason()) {
            case MALFORMED -> DeviceCode.MESSAGE_MALFORMED;
            case CLOCK_SKEW -> DeviceCode.CLOCK_SKEW;
            case INVALID -> DeviceCode.ACTIVATION_INVALID;
            case USED -> DeviceCode.ACTIVATION_USED;
            case EXPIRED -> DeviceCode.ACTIVATION_EXPIRED;
            case REVOKED, RULES_CHANGED -> DeviceCode.ACTIVATION_REVOKED;
            case FAILED -> DeviceCode.ACTIVATION_FAILED;
            case TARGET_NOT_ALLOWED -> DeviceCode.TARGET_NOT_ALLOWED;
            case CONFIRMATION_FAILED -> DeviceCode.CONFIRMATION_FAILED;
            case CONFIRMATION_AWAITED -> DeviceCode.CONFIRMATION_AWAITED;
            case PASSCODE_REFUSED -> DeviceCode.PASSCODE_REFUSED;
            case PASSWORD_REQUIRED -> DeviceCode.PASSWORD_REQUIRED;
            case PASSWORD_REFUSED -> DeviceCode.PASSWORD_REFUSED;
            case PIN_REQUIRED -> DeviceCode.PIN_REQUIRED;
            case PIN_UNACCEPTABLE -> DeviceCode.PIN_UNACCEPTABLE;
            case SIGNATURE_INVALID -> DeviceCode.SIGNATURE_INVALID;
            case TOKEN_INACTIVE -> DeviceCode.TOKEN_INACTIVE;
            case PAUSED -> DeviceCode.TOO_MANY_REQUESTS;
        };
        Integer left = refused.left();
        return left == null ? new DeviceRefusal(code) : DeviceRefusal.withTriesLeft(code, left);
    }

    private Duration waiting(EnrollmentRefused refused) {
        Instant until = refused.retryAt();
        Instant now = time.instant();
        return until == null || until.isAfter(now.plus(LONGEST_WAIT)) ? LONGEST_WAIT : Duration.between(now, until);
    }
}
