package org.countersign.device;

import java.nio.charset.StandardCharsets;
import org.countersign.otp.PinRule;

/** A PIN as somebody typed it, normalised; shows nothing of itself. */
public final class Pin {
    private final String normalised;

    private Pin(String normalised) {
        this.normalised = normalised;
    }

    /** The PIN that was typed. */
    public static Pin typed(String text) {
        return new Pin(PinRule.normalised(text));
    }

    /** The PIN itself, for a message to the server that checks it. */
    String exposed() {
        return normalised;
    }

    byte[] exposedBytes() {
        return normalised.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Pin[hidden]";
    }
}
