package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.notification.WebPush;
import org.countersign.server.push.PushInbox;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.DeviceMessages;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.PushSubscription;
import org.countersign.server.tokens.TokenState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What an app tells by itself: receipts and settings; docs/formats/device-api.md. */
@RestController
class DeviceStatements {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceStatements.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int LONGEST_NAME = 64;

    private final SignedMessages messages;
    private final PushInbox inbox;
    private final Devices devices;
    private final WebPush webPush;

    DeviceStatements(SignedMessages messages, PushInbox inbox, Devices devices, WebPush webPush) {
        this.messages = messages;
        this.inbox = inbox;
        this.devices = devices;
        this.webPush = webPush;
    }

    @PostMapping("/device/v1/receipt")
    Map<String, Object> receipt(DeviceBody body, HttpServletRequest request) {
        DeviceMessage.Genuine genuine = read(body, "receipt", "countersign-receipt+jwt", request.getRemoteAddr());
        CompactJws message = genuine.message();
        PushRequestId id = message.text("req")
                .filter(text -> ID.matcher(text).matches())
                .map(text -> new PushRequestId(UUID.fromString(text)))
                .orElseThrow(DeviceRefusal::malformed);
        boolean known = switch (message.text("event").orElse("")) {
            case "delivered" -> inbox.delivered(genuine.token().id(), id);
            case "opened" -> inbox.opened(genuine.token().id(), id);
            default -> throw DeviceRefusal.malformed();
        };
        if (!known) {
            throw new DeviceRefusal(DeviceCode.REQUEST_UNKNOWN);
        }
        return Map.of();
    }

    @PostMapping("/device/v1/settings")
    Map<String, Object> settings(DeviceBody body, HttpServletRequest request) {
        DeviceMessage.Genuine genuine = read(body, "settings", "countersign-settings+jwt", request.getRemoteAddr());
        Device device = genuine.device();
        CompactJws message = genuine.message();
        JsonNode enabled = message.claims().get("pushEnabled");
        if (enabled == null || !enabled.isBoolean()) {
            throw DeviceRefusal.malformed();
        }
        PushSubscription push = subscription(message);
        boolean changed = devices.changeSettings(
                device, DeviceMessages.signedAt(message), name(message), enabled.asBoolean(), push);
        // Older settings that come late change nothing; the app learns what holds.
        Device now = changed ? device : devices.find(device.serial()).orElse(device);
        boolean isReached = (changed ? Optional.ofNullable(push) : devices.subscription(now))
                .filter(subscription -> webPush.calls(subscription.endpoint()))
                .isPresent();
        return Map.of("pushEnabled", changed ? enabled.asBoolean() : now.pushEnabled(), "webPush", isReached);
    }

    private DeviceMessage.Genuine read(DeviceBody body, String field, String type, String ip) {
        messages.admit(ip);
        DeviceMessage.Genuine genuine = messages.read(body.only(field).text(field), type, ip);
        if (genuine.token().state() != TokenState.ACTIVE) {
            throw new DeviceRefusal(DeviceCode.TOKEN_INACTIVE);
        }
        return genuine;
    }

    private static @Nullable String name(CompactJws message) {
        JsonNode claim = message.claims().get("name");
        if (claim == null) {
            return null;
        }
        String name = claim.isString() ? claim.asString().strip() : "";
        boolean fits = !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
        if (!fits) {
            throw DeviceRefusal.malformed();
        }
        return name;
    }

    private @Nullable PushSubscription subscription(CompactJws message) {
        JsonNode claim = message.claims().get("push");
        if (claim == null) {
            throw DeviceRefusal.malformed();
        }
        if (claim.isNull()) {
            return null;
        }
        PushSubscription push = PushSubscription.read(claim).orElseThrow(DeviceRefusal::malformed);
        if (!webPush.calls(push.endpoint())) {
            LOG.atWarn()
                    .addKeyValue("service", push.endpoint().getHost())
                    .log("an app's push service is not called: add it to countersign.push-services if you trust it");
        }
        return push;
    }
}
