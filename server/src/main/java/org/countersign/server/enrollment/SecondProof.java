package org.countersign.server.enrollment;

import java.util.Locale;

/** What activation asks for beside the activation string. */
public enum SecondProof {
    /** Nothing: the string was shown to a user who had just proved who they are. */
    NONE,
    /** The user's password: the string was mailed. */
    PASSWORD;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
