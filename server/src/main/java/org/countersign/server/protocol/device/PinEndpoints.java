package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.PinCheck;
import org.countersign.server.tokens.PinTries;
import org.countersign.server.tokens.ServerPins;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checks token PINs and changes server PINs; docs/formats/pin.md. */
@RestController
class PinEndpoints {
    /** What an app is told to wait; how long a token really pauses is the server's business. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final SignedMessages messages;
    private final PinTries tries;
    private final ServerPins pins;

    PinEndpoints(SignedMessages messages, PinTries tries, ServerPins pins) {
        this.messages = messages;
        this.tries = tries;
        this.pins = pins;
    }

    @PostMapping("/device/v1/pin/check")
    Map<String, String> check(DeviceBody body, HttpServletRequest request) {
        String ip = request.getRemoteAddr();
        messages.admit(ip);
        String jws = body.only("check").text("check");
        DeviceMessage.Genuine genuine = messages.read(jws, "countersign-pin-check+jwt", ip);
        return answer(tries.check(genuine.token(), genuine.message(), ip), "right");
    }

    @PostMapping("/device/v1/pin/change")
    Map<String, String> change(DeviceBody body, HttpServletRequest request) {
        String ip = request.getRemoteAddr();
        messages.admit(ip);
        String jws = body.only("change", "current", "new").text("change");
        DeviceMessage.Genuine genuine = messages.read(jws, "countersign-pin-change+jwt", ip);
        String current = body.optionalText("current").orElseThrow(DeviceRefusal::malformed);
        String next = body.optionalText("new").orElseThrow(DeviceRefusal::malformed);
        return answer(pins.change(genuine.token(), current, next), "changed");
    }

    private static Map<String, String> answer(PinCheck check, String done) {
        return switch (check) {
            case PinCheck.Right right -> Map.of("pin", done);
            case PinCheck.Wrong(int left) -> throw DeviceRefusal.withTriesLeft(DeviceCode.PIN_WRONG, left);
            case PinCheck.Locked locked -> throw new DeviceRefusal(DeviceCode.TOKEN_LOCKED);
            case PinCheck.Malformed malformed -> throw DeviceRefusal.malformed();
            case PinCheck.Paused paused -> throw DeviceRefusal.tooMany(PAUSE);
            case PinCheck.TokenInactive inactive -> throw new DeviceRefusal(DeviceCode.TOKEN_INACTIVE);
            case PinCheck.Unacceptable unacceptable -> throw new DeviceRefusal(DeviceCode.PIN_UNACCEPTABLE);
        };
    }
}
