package org.countersign.server.policy;

/** Says which settings are within their bounds, and which bounds they left. */
final class Bounds {
    private Bounds() {}

    static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
