package org.countersign.server.tokens;

import java.time.Duration;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.virtualservers.VirtualServer;

/** Somebody with the console open who tries pair after pair, and waits whenever the token pauses. */
final class GuessingByResynchronising {
    private final RunningServer server;
    private final TestToken token;

    GuessingByResynchronising(RunningServer server) {
        this.server = server;
        VirtualServer acme = server.newVirtualServer();
        token = TestToken.hotp(server, server.newUser(acme, "alice"));
    }

    /** Tries so often, and returns how many of the tries were looked at. */
    int evaluatedOf(int tries) {
        int evaluated = 0;
        for (int i = 0; i < tries; i++) {
            Resynchronisation.Outcome outcome = resynchronise("000000", "000000");
            if (outcome instanceof Resynchronisation.Outcome.Refused) {
                evaluated++;
            }
            if (i % 5 == 4) {
                server.time().pass(Duration.ofSeconds(901));
            }
        }
        return evaluated;
    }

    /** Says whether the right pair is still looked at. */
    boolean resynchronises() {
        return resynchronise(token.passcodeOf(150), token.passcodeOf(151)) instanceof Resynchronisation.Outcome.Done;
    }

    private Resynchronisation.Outcome resynchronise(String first, String second) {
        return server.part(Resynchronisation.class)
                .resynchronise(token.token().virtualServer(), token.token().id(), first, second, new Actor.Server());
    }
}
