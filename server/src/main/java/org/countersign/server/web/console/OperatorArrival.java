package org.countersign.server.web.console;

import java.util.Optional;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.virtualservers.VirtualServer;

/**
 * A browser on its way into the console, or one that confirms who uses it.
 *
 * @param key of its session, until the next step
 * @param signIn the sign-in that waits for a second factor, or nothing when there is none or it took too long
 */
record OperatorArrival(VirtualServer virtualServer, String key, OperatorSession session, Optional<SignIn> signIn) {
    /** Returns the address of the steps after the password. */
    String address() {
        return "/console/" + virtualServer.slug() + "/sign-in/step";
    }

    /** Says whether a second factor is what comes next. */
    boolean waitsForFactor() {
        return switch (session.stage()) {
            case FACTOR -> true;
            case OPEN -> session.signIn() != null;
            case ENROLL -> false;
        };
    }

    @Override
    public String toString() {
        return "OperatorArrival[" + session.operator().id() + "]";
    }
}
