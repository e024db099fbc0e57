package org.countersign.server.tokens;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.countersign.device.Phone;
import org.countersign.device.Pin;
import org.countersign.device.ServerRefusal;
import org.countersign.device.Transport;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.HttpTransport;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.transaction.support.TransactionOperations;

/** A virtual server of its own whose tokens have a PIN, and somebody who has such a token. */
final class PinFixture {
    static final Pin RIGHT = Pin.typed("7294");
    static final Pin WRONG = Pin.typed("7295");

    final RunningServer server;
    final VirtualServer acme;
    final UserAccount ada;
    final Wire wire = new Wire();
    final Phone phone;

    PinFixture(RunningServer server, PinKind kind) {
        this.server = server;
        this.acme = server.newVirtualServer();
        policy(PinRules.DEFAULT.withKind(kind));
        this.ada = server.newUser(acme, "ada");
        this.phone = TestPhone.of(server, ada, RIGHT, wire);
    }

    void policy(PinRules rules) {
        server.part(Policies.class).change(acme.id(), PolicySettings.DEFAULT.with(rules), new Actor.Server());
    }

    /** A network that keeps what went over it. */
    static final class Wire implements Transport {
        private final Transport network = new HttpTransport();
        private final List<String> sent = new ArrayList<>();

        @Override
        public Reply post(URI uri, String json) throws IOException {
            sent.add(json);
            return network.post(uri, json);
        }

        @Override
        public StreamReply open(URI uri, String json) throws IOException {
            return network.open(uri, json);
        }

        String last() {
            return sent.getLast();
        }
    }

    String serial() {
        return phone.tokens().getFirst().serial();
    }

    Token token() {
        return server.part(Tokens.class).find(serial()).orElseThrow();
    }

    /** Returns what the server says to a PIN: right, or a code with the tries that are left. */
    String check(Pin pin) throws IOException {
        try {
            phone.pins().check(serial(), pin);
            return "right";
        } catch (ServerRefusal refusal) {
            return words(refusal);
        }
    }

    String change(Pin current, Pin next) throws IOException {
        try {
            phone.pins().change(serial(), current, next);
            return "changed";
        } catch (ServerRefusal refusal) {
            return words(refusal);
        }
    }

    static String words(ServerRefusal refusal) {
        return refusal.code() + refusal.left().map(left -> " " + left).orElse("");
    }

    String passcode(Pin pin) {
        return phone.with(pin).passcode(serial()).exposed();
    }

    /** Somebody types this on a login page. */
    CodeCheck typed(String text) {
        return server.part(TransactionOperations.class)
                .execute(status -> server.part(Passcodes.class).spend(acme.id(), ada.id(), text));
    }

    int count(AuditType type) {
        return server.part(Audit.class)
                .recent(acme.id(), Set.of(type), ada.id(), 200)
                .size();
    }
}
