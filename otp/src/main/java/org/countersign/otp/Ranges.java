package org.countersign.otp;

/** The one way in which a number out of range is refused. */
final class Ranges {
    private Ranges() {}

    static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", but is " + value);
        }
    }
}
