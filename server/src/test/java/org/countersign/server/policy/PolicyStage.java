package org.countersign.server.policy;

import java.time.Duration;
import java.util.List;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.transaction.support.TransactionOperations;

/** Somebody in a virtual server with certain rules. */
record PolicyStage(RunningServer server, VirtualServer acme, UserAccount ada, PolicySettings settings) {
    TestToken token() {
        return TestToken.make(server, ada, settings);
    }

    String accepts(String passcode) {
        CodeCheck check = server.part(TransactionOperations.class)
                .execute(status -> server.part(Passcodes.class).spend(acme.id(), ada.id(), passcode));
        return check instanceof CodeCheck.Accepted ? "accepted" : "refused";
    }

    void fail(int times) {
        for (int i = 0; i < times; i++) {
            accepts("not a code");
        }
    }

    void pass(Duration time) {
        server.time().pass(time);
    }

    /** Waits for the beginning of a step, so that its end is as far away as it can be. */
    void passToAStep() {
        pass(Duration.ofSeconds((120 - server.time().instant().getEpochSecond() % 120) % 120));
    }

    PushStart push(String requester) {
        return server.part(PushRequests.class)
                .start(new PushOrder(
                        acme.id(), ada.id(), "Wiki", "oidc", requester, new Visitor("203.0.113.7", null, null)));
    }

    /** Returns whether the server takes this as the PIN of a new token. */
    String takesPin(String pin) {
        return ServerPins.fault(token().token(), pin).isEmpty() ? "taken" : "refused";
    }

    /** Returns the piece of what the app is told about its token that begins so, or nothing. */
    String told(String begin) {
        for (String piece : List.of(token().token().policyString().split(";", -1))) {
            if (piece.startsWith(begin)) {
                return piece;
            }
        }
        return "";
    }
}
