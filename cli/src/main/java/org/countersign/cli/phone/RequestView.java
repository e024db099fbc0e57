package org.countersign.cli.phone;

import java.time.Duration;
import java.time.Instant;
import org.countersign.device.wire.Place;
import org.countersign.device.wire.PushRequest;

/** A push request as people read it. */
final class RequestView {
    private RequestView() {}

    static String text(PushRequest request, Instant serverTime) {
        PushRequest.Context context = request.context();
        long left = Math.max(0, Duration.between(serverTime, request.expiry()).toSeconds());
        String need = request.numberLength() == 0 ? "no number" : "number of " + request.numberLength() + " digits";
        return String.join(
                System.lineSeparator(),
                request.id(),
                "  Application: " + Plain.text(context.application()) + " (" + Plain.text(context.protocol()) + ")",
                "  Account:     " + Plain.text(context.account()) + " at " + Plain.text(context.organisation()),
                "  Place:       " + Plain.text(context.place().map(Place::words).orElse("Location unknown")),
                "  IP address:  " + Plain.text(context.ip()),
                "  Browser:     " + Plain.text(context.browser().orElse("unknown")) + ", "
                        + Plain.text(context.os().orElse("unknown system")),
                "  Token:       " + Plain.text(request.serial()),
                "  Time left:   " + left + " s",
                "  Needs:       " + need + (request.verificationNeeded() ? ", user verification" : ""));
    }
}
