package org.countersign.server.users;

/** Somebody was about to take away the last operator who may do everything and can sign in. Nothing was changed. */
public final class LastAdministrator extends RuntimeException {
    private static final long serialVersionUID = 1;

    LastAdministrator() {
        super("the last administrator stays", null, false, false);
    }
}
