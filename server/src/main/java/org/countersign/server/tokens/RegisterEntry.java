package org.countersign.server.tokens;

import org.jspecify.annotations.Nullable;

/**
 * A token and where it lives.
 *
 * @param device the device that holds it, or none before enrollment
 */
public record RegisterEntry(Token token, @Nullable Device device) {
    /** Whether the device gets push requests. */
    public enum Push {
        /** It can and its user wants them. */
        ENABLED,
        /** It can, but its user switched them off. */
        DISABLED,
        /** It cannot, or there is no device yet. */
        NOT_APPLICABLE
    }

    /** Returns whether the device gets push requests. */
    public Push push() {
        if (device == null || !device.pushCapable()) {
            return Push.NOT_APPLICABLE;
        }
        return device.pushEnabled() ? Push.ENABLED : Push.DISABLED;
    }
}
