package org.countersign.server.protocol.device;

import org.countersign.server.kernel.CompactJws;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.DeviceMessages;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Reads device-signed messages for the endpoints; what is not genuine is refused as docs/formats/device-api.md says. */
@Component
class SignedMessages {
    private final DeviceMessages messages;
    private final SignatureFailures failures;
    private final Users users;

    SignedMessages(DeviceMessages messages, SignatureFailures failures, Users users) {
        this.messages = messages;
        this.failures = failures;
        this.users = users;
    }

    /** Refuses an address that sent too many forgeries. */
    void admit(String ip) {
        failures.admit(ip);
    }

    /** Reads a message of one type; a token whose user may not sign in is not active for its device either. */
    DeviceMessage.Genuine read(String jws, String type, String ip) {
        return switch (messages.read(jws, type)) {
            case DeviceMessage.Genuine genuine -> {
                if (!isOfActiveUser(genuine.token())) {
                    throw new DeviceRefusal(DeviceCode.TOKEN_INACTIVE);
                }
                yield genuine;
            }
            case DeviceMessage.Malformed malformed -> throw DeviceRefusal.malformed();
            case DeviceMessage.ClockSkew skew -> throw new DeviceRefusal(DeviceCode.CLOCK_SKEW);
            case DeviceMessage.NotSigned not -> throw notSigned(jws, ip);
        };
    }

    private boolean isOfActiveUser(Token token) {
        // A token that nobody has is out of use, which its state says.
        return token.owner().isEmpty()
                || users.find(token.virtualServer(), token.owner().get())
                        .filter(UserAccount::isActive)
                        .isPresent();
    }

    /** Counts a message that its device did not sign, and returns how to answer it. */
    DeviceRefusal notSigned(String jws, String ip) {
        return failures.failed(ip, namedSerial(jws));
    }

    /** Returns the serial number a message names, unproven, to name it in the answer; malformed when it names none. */
    static String namedSerial(String jws) {
        return CompactJws.read(jws)
                .flatMap(message -> message.text("iss"))
                .filter(serial -> serial.length() <= 64)
                .orElseThrow(DeviceRefusal::malformed);
    }
}
