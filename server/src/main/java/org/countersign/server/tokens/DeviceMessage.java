package org.countersign.server.tokens;

import org.countersign.server.kernel.CompactJws;

/** What reading a device-signed message came to; docs/formats/device-api.md. */
public sealed interface DeviceMessage {
    /** The registered device signed this, for this server, just now. */
    record Genuine(Device device, Token token, CompactJws message) implements DeviceMessage {}

    /** It is not a message of the type asked for. */
    record Malformed() implements DeviceMessage {}

    /** It was signed by the device, whose clock is more than two minutes off. */
    record ClockSkew() implements DeviceMessage {}

    /** No such serial, or not signed by its device: one answer for both. */
    record NotSigned() implements DeviceMessage {}
}
