package org.countersign.server.protocol.device;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every way in which the device API says no; docs/formats/device-api.md. Names on the wire are in lower case. */
enum DeviceCode {
    MESSAGE_MALFORMED(HttpStatus.BAD_REQUEST, "The server does not understand this app. Update the app and try again."),
    CLOCK_SKEW(HttpStatus.BAD_REQUEST, "This device's clock is wrong. Set it to automatic time and try again."),
    ACTIVATION_INVALID(
            HttpStatus.FORBIDDEN, "This activation string is not valid. Check it, or ask for a new enrollment mail."),
    ACTIVATION_USED(
            HttpStatus.CONFLICT, "This activation string was used on another device. Ask for a new enrollment mail."),
    ACTIVATION_EXPIRED(HttpStatus.GONE, "This activation string has expired. Ask for a new enrollment mail."),
    ACTIVATION_REVOKED(
            HttpStatus.GONE, "This activation string was replaced or withdrawn. Use the newest enrollment mail."),
    ACTIVATION_FAILED(
            HttpStatus.FORBIDDEN, "This activation string failed too often and is closed. Ask for a new one."),
    TYPED_CODE_UNKNOWN(
            HttpStatus.FORBIDDEN,
            "The server does not know these 16 characters, or their time is over. Compare them with your page."),
    TARGET_NOT_ALLOWED(
            HttpStatus.FORBIDDEN,
            "Your organisation does not allow tokens on this kind of device. Use the same activation on another one."),
    CONFIRMATION_FAILED(HttpStatus.FORBIDDEN, "The app and the server did not agree on a key. Start again."),
    CONFIRMATION_AWAITED(
            HttpStatus.CONFLICT,
            "Say on the page that showed the link whether it shows the same number. Then try again."),
    PASSCODE_REFUSED(HttpStatus.FORBIDDEN, "The passcode was not accepted. Wait for the next one and try again."),
    PASSWORD_REQUIRED(HttpStatus.FORBIDDEN, "Enter your password to finish."),
    PASSWORD_REFUSED(HttpStatus.FORBIDDEN, "The password was not accepted. Try again."),
    PIN_REQUIRED(HttpStatus.FORBIDDEN, "Enter your PIN to go on."),
    PIN_WRONG(HttpStatus.FORBIDDEN, "The PIN is wrong. Try again."),
    PIN_UNACCEPTABLE(HttpStatus.FORBIDDEN, "This PIN is not allowed. Choose another one."),
    TOKEN_LOCKED(
            HttpStatus.FORBIDDEN,
            "This token is locked after too many wrong PINs. Remove it and ask your help desk for a new one."),
    SIGNATURE_INVALID(
            HttpStatus.FORBIDDEN, "The server does not know this token on this device. Enroll again to go on."),
    TOKEN_INACTIVE(HttpStatus.FORBIDDEN, "This token is out of use. Ask your help desk."),
    REQUEST_UNKNOWN(HttpStatus.NOT_FOUND, "There is no such request."),
    REQUEST_EXPIRED(HttpStatus.GONE, "The time for this request is up. Start signing in again."),
    REQUEST_SUPERSEDED(HttpStatus.GONE, "A newer request took the place of this one."),
    REQUEST_ANSWERED(HttpStatus.CONFLICT, "This request was answered before."),
    NUMBER_WRONG(HttpStatus.FORBIDDEN, "The number differs from the one on the sign-in page. The request was denied."),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many calls. Wait a moment and try again."),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The server cannot decide now. Nothing was accepted. Try again.");

    private final HttpStatus status;
    private final String detail;

    DeviceCode(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    HttpStatus status() {
        return status;
    }

    /** Returns what a person should do about it. */
    String detail() {
        return detail;
    }

    /** Returns the name on the wire. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
