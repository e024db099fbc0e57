package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.notification.WebPush;
import org.countersign.server.push.PushAnswerOutcome;
import org.countersign.server.push.PushAnswers;
import org.countersign.server.push.PushEvent;
import org.countersign.server.push.PushInbox;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.Devices;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an app asks and answers; docs/formats/device-api.md. */
@RestController
class DeviceEndpoints {
    private final DeviceChecks checks;
    private final SignedMessages messages;
    private final PushInbox inbox;
    private final PushAnswers answers;
    private final InstantSource time;
    private final ServerFacts facts;

    DeviceEndpoints(
            DeviceChecks checks,
            SignedMessages messages,
            PushInbox inbox,
            PushAnswers answers,
            InstantSource time,
            ServerFacts facts) {
        this.checks = checks;
        this.messages = messages;
        this.inbox = inbox;
        this.answers = answers;
        this.time = time;
        this.facts = facts;
    }

    /** What an app learns of the server. */
    @Component
    record ServerFacts(WebPush webPush, Devices devices, ObjectProvider<BuildProperties> build) {
        /** Says whether a closed app can be reached: it has a subscription, of a push service that this server calls. */
        boolean reaches(Device device) {
            return device.webPush()
                    && devices.subscription(device)
                            .filter(push -> webPush.calls(push.endpoint()))
                            .isPresent();
        }

        String vapidKey() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(webPush.publicPoint());
        }

        String version() {
            BuildProperties properties = build.getIfAvailable();
            String version = properties == null ? null : properties.getVersion();
            return version == null ? "development" : version;
        }
    }

    /** An app's push requests by token. */
    @PostMapping("/device/v1/check")
    Map<String, Object> check(DeviceBody body, HttpServletRequest request) {
        DeviceChecks.Read read = checks.read(body, request.getRemoteAddr());
        List<PushEvent.Asked> open = inbox.open(read.active());
        List<PushEvent.Ended> ended = inbox.ended(read.active());
        List<Map<String, Object>> tokens = new ArrayList<>();
        for (DeviceChecks.Asking asking : read.asking()) {
            List<String> requests = new ArrayList<>();
            for (PushEvent.Asked asked : open) {
                if (asked.serial().equals(asking.token().serial())) {
                    inbox.delivered(asking.token().id(), asked.id());
                    requests.add(asked.jws());
                }
            }
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("serial", asking.token().serial());
            token.put("state", asking.token().state().name());
            token.put("pushEnabled", asking.device().pushEnabled());
            token.put("webPush", facts.reaches(asking.device()));
            token.put("requests", requests);
            token.put(
                    "ended",
                    ended.stream()
                            .filter(one -> one.serial().equals(asking.token().serial()))
                            .map(one -> Map.of(
                                    "request",
                                    one.id().toString(),
                                    "state",
                                    one.state().name()))
                            .toList());
            tokens.add(token);
        }
        read.refused().forEach((serial, code) -> tokens.add(Map.of("serial", serial, "code", code.wireName())));
        return Map.of("serverTime", time.instant().getEpochSecond(), "tokens", tokens);
    }

    @PostMapping("/device/v1/answer")
    Map<String, Object> answer(DeviceBody body, HttpServletRequest request) {
        String ip = request.getRemoteAddr();
        String jws = body.only("answer", "pin").text("answer");
        String pin = body.optionalText("pin").orElse(null);
        messages.admit(ip);
        return switch (answers.answer(jws, pin, ip)) {
            case PushAnswerOutcome.Taken(var id, var state) -> Map.of("request", id.toString(), "state", state.name());
            case PushAnswerOutcome.Malformed malformed -> throw DeviceRefusal.malformed();
            case PushAnswerOutcome.ClockSkew skew -> throw new DeviceRefusal(DeviceCode.CLOCK_SKEW);
            case PushAnswerOutcome.SignatureInvalid invalid -> throw messages.notSigned(jws, ip);
            case PushAnswerOutcome.TokenInactive inactive -> throw new DeviceRefusal(DeviceCode.TOKEN_INACTIVE);
            case PushAnswerOutcome.RequestUnknown unknown -> throw new DeviceRefusal(DeviceCode.REQUEST_UNKNOWN);
            case PushAnswerOutcome.RequestExpired expired -> throw new DeviceRefusal(DeviceCode.REQUEST_EXPIRED);
            case PushAnswerOutcome.RequestSuperseded newer -> throw new DeviceRefusal(DeviceCode.REQUEST_SUPERSEDED);
            case PushAnswerOutcome.RequestAnswered before -> throw new DeviceRefusal(DeviceCode.REQUEST_ANSWERED);
            case PushAnswerOutcome.NumberWrong wrong -> throw new DeviceRefusal(DeviceCode.NUMBER_WRONG);
            case PushAnswerOutcome.PinRequired required -> throw new DeviceRefusal(DeviceCode.PIN_REQUIRED);
            case PushAnswerOutcome.PinWrong(int left) -> throw DeviceRefusal.withTriesLeft(DeviceCode.PIN_WRONG, left);
            case PushAnswerOutcome.TokenLocked locked -> throw new DeviceRefusal(DeviceCode.TOKEN_LOCKED);
            case PushAnswerOutcome.PasscodeRefused refused -> throw new DeviceRefusal(DeviceCode.PASSCODE_REFUSED);
        };
    }

    @GetMapping("/device/v1/config")
    Map<String, Object> config() {
        return Map.of(
                "vapidKey", facts.vapidKey(),
                "serverTime", time.instant().getEpochSecond(),
                "version", facts.version());
    }
}
