package org.countersign.server.protocol.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.springframework.stereotype.Component;

/** Reads the signed checks with which an app asks for its tokens' news. */
@Component
class DeviceChecks {
    static final int MOST_TOKENS = 50;
    private static final String TYPE = "countersign-check+jwt";

    private final SignedMessages messages;
    private final Devices devices;

    DeviceChecks(SignedMessages messages, Devices devices) {
        this.messages = messages;
        this.devices = devices;
    }

    /** A token whose device asked. */
    record Asking(Token token, Device device) {
        boolean isActive() {
            return token.state() == TokenState.ACTIVE;
        }
    }

    /**
     * What the checks of one call came to.
     *
     * @param refused why, by serial number
     */
    record Read(List<Asking> asking, Map<String, DeviceCode> refused) {
        /** Returns the tokens in use. */
        List<TokenId> active() {
            return asking.stream()
                    .filter(Asking::isActive)
                    .map(one -> one.token().id())
                    .toList();
        }
    }

    /** Reads every check by itself: one token's wrong signature does not keep the others from their news. */
    Read read(DeviceBody body, String ip) {
        messages.admit(ip);
        List<Asking> asking = new ArrayList<>();
        Map<String, DeviceCode> refused = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>();
        for (String jws : body.only("checks").texts("checks", MOST_TOKENS)) {
            String serial = SignedMessages.namedSerial(jws);
            if (!seen.add(serial)) {
                throw DeviceRefusal.malformed();
            }
            try {
                DeviceMessage.Genuine genuine = messages.read(jws, TYPE, ip);
                asking.add(new Asking(genuine.token(), genuine.device()));
            } catch (DeviceRefusal refusal) {
                refused.put(serial, refusal.code());
            }
        }
        devices.seen(asking.stream().map(Asking::device).toList());
        return new Read(asking, refused);
    }
}
