package org.countersign.server.enrollment;

import org.jspecify.annotations.Nullable;

/** What a person adds to an activation. A class that shows nothing of itself. */
public final class ActivationProofs {
    @Nullable
    private final String password;

    @Nullable
    private final String pin;

    /**
     * Takes what came beside the signed activation.
     *
     * @param password the user's password, or none
     * @param pin the server PIN that the user chose, or none
     */
    public ActivationProofs(@Nullable String password, @Nullable String pin) {
        this.password = password;
        this.pin = pin;
    }

    /** Nothing came beside it. */
    public static ActivationProofs none() {
        return new ActivationProofs(null, null);
    }

    @Nullable
    String password() {
        return password;
    }

    @Nullable
    String pin() {
        return pin;
    }
}
