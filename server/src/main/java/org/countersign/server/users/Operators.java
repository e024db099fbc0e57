package org.countersign.server.users;

import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The people who administer virtual servers, and their passwords. */
@Component
public final class Operators {
    private final OperatorStore store;
    private final Passwords passwords;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Operators(
            OperatorStore store,
            Passwords passwords,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions) {
        this.store = store;
        this.passwords = passwords;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /** Creates an operator; the user name must be free. */
    public Operator create(
            VirtualServerId virtualServer, String userName, @Nullable String mail, String password, Actor actor) {
        Operator operator = new Operator(
                new OperatorId(randomness.newId()),
                virtualServer,
                Names.requireName(UnacceptableEntry.What.USER_NAME, userName),
                mail);
        String hash = passwords.hash(password);
        return transactions.execute(status -> {
            store.insert(operator, hash);
            audit.append(AuditEvent.of(virtualServer, AuditType.OPERATOR_CREATED, actor)
                    .with("userName", userName));
            return operator;
        });
    }

    /** Sets an operator's password and ends their sessions, for a demo whose password nobody has any more. */
    public void changePassword(Operator operator, String password) {
        String hash = passwords.hash(password);
        transactions.executeWithoutResult(status -> store.changePassword(operator.id(), hash));
    }

    /** Returns the operators of a virtual server by user name. */
    public List<Operator> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds an operator by id. */
    public Optional<Operator> find(OperatorId id) {
        return store.find(id);
    }

    /** Checks an operator's password and records the outcome. Never call it inside a transaction. */
    public PasswordCheck<Operator> checkPassword(
            VirtualServerId virtualServer, String userName, String password, String ip) {
        PasswordCheck<Operator> check = passwords.check(
                virtualServer, "operator", userName, password, store.candidate(virtualServer, userName));
        transactions.executeWithoutResult(status -> audit.append(
                switch (check) {
                    case PasswordCheck.Accepted<Operator>(Operator who) ->
                        AuditEvent.of(virtualServer, AuditType.OPERATOR_SIGNED_IN, new Actor.Operator(who.id()))
                                .from(ip)
                                .with("userName", who.userName());
                    case PasswordCheck.Refused<Operator> refused ->
                        AuditEvent.of(virtualServer, AuditType.OPERATOR_REFUSED, new Actor.Unknown())
                                .from(ip)
                                .with("reason", "password");
                    case PasswordCheck.Paused<Operator> paused ->
                        AuditEvent.of(virtualServer, AuditType.OPERATOR_REFUSED, new Actor.Unknown())
                                .from(ip)
                                .with("reason", "paused");
                }));
        return check;
    }
}
