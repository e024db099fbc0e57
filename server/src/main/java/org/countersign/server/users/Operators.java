package org.countersign.server.users;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The users who administer virtual servers. Nobody gives a role, takes one away or touches an operator who may do more than they or
 * sees more people; and one who may do everything always remains.
 */
@Component
public final class Operators {
    private final OperatorStore store;
    private final RoleStore roleStore;
    private final Roles roles;
    private final People people;
    private final Audit audit;
    private final TransactionOperations transactions;

    Operators(
            OperatorStore store,
            RoleStore roleStore,
            Roles roles,
            People people,
            Audit audit,
            TransactionOperations transactions) {
        this.store = store;
        this.roleStore = roleStore;
        this.roles = roles;
        this.people = people;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** What operators take from users: who they are, and their passwords. */
    @Component
    record People(Users users, Passwords passwords, Randomness randomness, ApplicationEventPublisher events) {}

    /** A virtual server has its first operator; published in the transaction that makes them one. */
    public record First(Operator operator, Actor by) {}

    /**
     * Creates a user who may do everything, for a virtual server's first operator; the user name must be free.
     *
     * @throws UnacceptableEntry when name, address or password cannot be accepted
     */
    public Operator create(
            VirtualServerId virtualServer, String userName, @Nullable String mail, String password, Actor actor) {
        return transactions.execute(status -> {
            UserAccount user = people.users()
                    .create(virtualServer, userName, userName, mail, password, actor)
                    .orElseThrow(() -> new UnacceptableEntry(
                            UnacceptableEntry.What.USER_NAME, "somebody here has this user name already"));
            Role role = roles.administrator(virtualServer);
            boolean first = store.everybody(virtualServer).isEmpty();
            if (insert(virtualServer, user, role, actor) instanceof OperatorOutcome.Done(Operator operator)) {
                if (first) {
                    people.events().publishEvent(new First(operator, actor));
                }
                return operator;
            }
            throw new IllegalStateException("a new user is an operator already");
        });
    }

    /** Makes a user an operator. */
    public OperatorOutcome add(VirtualServerId virtualServer, UserId id, RoleId roleId, Acting by) {
        return transactions.execute(status -> {
            UserAccount user = people.users().find(virtualServer, id).orElse(null);
            Role role = roles.find(virtualServer, roleId).orElse(null);
            if (user == null || role == null) {
                return new OperatorOutcome.Unknown();
            }
            if (!by.permissions().cover(role.permissions()) || !by.scope().covers(OperatorScope.EVERYBODY)) {
                return new OperatorOutcome.Beyond();
            }
            return insert(virtualServer, user, role, by.actor());
        });
    }

    /** Gives an operator another role; they sign in again. Whoever may do everything from now on sees everybody. */
    public OperatorOutcome changeRole(VirtualServerId virtualServer, OperatorId id, RoleId roleId, Acting by) {
        return transactions.execute(status -> {
            Role role = roles.find(virtualServer, roleId).orElse(null);
            if (role == null) {
                return new OperatorOutcome.Unknown();
            }
            boolean widens = role.isFixed() && !by.scope().covers(OperatorScope.EVERYBODY);
            if (widens || !by.permissions().cover(role.permissions())) {
                return new OperatorOutcome.Beyond();
            }
            return change(virtualServer, id, role.isFixed(), by, before -> {
                store.change(before, role.id(), before.state());
                if (role.isFixed()) {
                    store.changeScope(before, OperatorScope.EVERYBODY);
                }
                return event(before, AuditType.OPERATOR_CHANGED, by)
                        .with("before", before.role().name())
                        .with("after", role.name());
            });
        });
    }

    /**
     * Decides which people an operator sees; they sign in again. Whoever may do everything sees everybody.
     *
     * @param scope with containers of this virtual server only
     */
    public OperatorOutcome changeScope(VirtualServerId virtualServer, OperatorId id, OperatorScope scope, Acting by) {
        if (!by.scope().covers(scope)) {
            return new OperatorOutcome.Beyond();
        }
        return transactions.execute(status -> change(virtualServer, id, true, by, before -> {
            store.changeScope(before, scope);
            return event(before, AuditType.OPERATOR_CHANGED, by)
                    .with("before", said(before.scope()))
                    .with("after", said(scope));
        }));
    }

    /** Keeps an operator from the console until they are resumed; their user stays as it is. */
    public OperatorOutcome suspend(VirtualServerId virtualServer, OperatorId id, Acting by) {
        return changeState(virtualServer, id, Operator.State.SUSPENDED, AuditType.OPERATOR_SUSPENDED, by);
    }

    /** Lets a suspended operator work again. */
    public OperatorOutcome resume(VirtualServerId virtualServer, OperatorId id, Acting by) {
        return changeState(virtualServer, id, Operator.State.ACTIVE, AuditType.OPERATOR_RESUMED, by);
    }

    /** Ends that somebody is an operator; their user stays as it is. */
    public OperatorOutcome remove(VirtualServerId virtualServer, OperatorId id, Acting by) {
        return changeState(virtualServer, id, Operator.State.REMOVED, AuditType.OPERATOR_REMOVED, by);
    }

    /** Sets an operator's password, for a demo whose password nobody has any more. */
    public void changePassword(Operator operator, String password) {
        String hash = people.passwords().hash(password);
        transactions.executeWithoutResult(status -> store.changePassword(operator, hash));
    }

    /** Returns the operators of a virtual server by user name, suspended ones too. */
    public List<Operator> of(VirtualServerId virtualServer) {
        return store.present(virtualServer);
    }

    /** Returns the operators who may work: those to tell when something is wrong. */
    public List<Operator> atWork(VirtualServerId virtualServer) {
        return of(virtualServer).stream().filter(Operator::mayWork).toList();
    }

    /** Returns whoever is an operator or was one: for the names in the record. */
    public List<Operator> everybody(VirtualServerId virtualServer) {
        return store.everybody(virtualServer);
    }

    /** Finds an operator by id; another virtual server's is not found. */
    public Optional<Operator> find(VirtualServerId virtualServer, OperatorId id) {
        return store.find(virtualServer, id);
    }

    /** Finds the operator that a user is, suspended or not. */
    public Optional<Operator> of(VirtualServerId virtualServer, UserId user) {
        return store.ofUsers(virtualServer, List.of(user)).stream().findFirst();
    }

    /** Returns the operators who have a role. */
    public List<Operator> withRole(VirtualServerId virtualServer, RoleId role) {
        return store.withRole(virtualServer, role);
    }

    /**
     * Returns those of {@code users} who are operators that may do more than {@code by}, or see people that {@code by} does not:
     * {@code by} may not enroll for them, set their PIN or password, unlock or change them.
     */
    public List<Operator> above(VirtualServerId virtualServer, Acting by, Collection<UserId> users) {
        return users.isEmpty()
                ? List.of()
                : store.ofUsers(virtualServer, users).stream()
                        .filter(operator -> !by.covers(operator))
                        .toList();
    }

    /** Says whether a user is the last operator who may do everything and can sign in. */
    public boolean isLastAdministrator(VirtualServerId virtualServer, UserId user) {
        return of(virtualServer, user).filter(this::isLastAdministrator).isPresent();
    }

    /** Records that somebody did not get in to the console, whoever they were. */
    public void recordRefused(VirtualServerId virtualServer, String reason, @Nullable String ip) {
        transactions.executeWithoutResult(
                status -> audit.append(AuditEvent.of(virtualServer, AuditType.OPERATOR_REFUSED, new Actor.Unknown())
                        .from(ip)
                        .with("reason", reason)));
    }

    /** Records that an operator tried what they may not do. */
    public void recordNotPermitted(Operator operator, String permission, String path, @Nullable String ip) {
        transactions.executeWithoutResult(status -> audit.append(AuditEvent.of(
                        operator.virtualServer(), AuditType.OPERATOR_NOT_PERMITTED, new Actor.Operator(operator.id()))
                .from(ip)
                .with("missing", permission)
                .with("path", path)));
    }

    private OperatorOutcome insert(VirtualServerId virtualServer, UserAccount user, Role role, Actor actor) {
        OperatorId id = new OperatorId(people.randomness().newId());
        if (!store.insert(id, virtualServer, user.id(), role.id())) {
            return of(virtualServer, user.id())
                    .<OperatorOutcome>map(OperatorOutcome.Already::new)
                    .orElseGet(OperatorOutcome.Unknown::new);
        }
        audit.append(AuditEvent.of(virtualServer, AuditType.OPERATOR_CREATED, actor)
                .about(user.id())
                .with("userName", user.userName())
                .with("role", role.name()));
        return new OperatorOutcome.Done(store.find(virtualServer, id).orElseThrow());
    }

    private OperatorOutcome changeState(
            VirtualServerId virtualServer, OperatorId id, Operator.State state, AuditType type, Acting by) {
        return transactions.execute(status -> change(virtualServer, id, state == Operator.State.ACTIVE, by, before -> {
            store.change(before, before.role().id(), state);
            return event(before, type, by).with("before", before.state()).with("after", state);
        }));
    }

    private OperatorOutcome change(
            VirtualServerId virtualServer,
            OperatorId id,
            boolean staysAdministrator,
            Acting by,
            Function<Operator, AuditEvent> act) {
        roleStore.lockAdministrators(virtualServer);
        Operator before = store.find(virtualServer, id).orElse(null);
        if (before == null) {
            return new OperatorOutcome.Unknown();
        }
        if (!by.covers(before)) {
            return new OperatorOutcome.Beyond();
        }
        if (!staysAdministrator && isLastAdministrator(before)) {
            return new OperatorOutcome.LastAdministrator();
        }
        audit.append(act.apply(before));
        return new OperatorOutcome.Done(store.find(virtualServer, id).orElse(before));
    }

    private boolean isLastAdministrator(Operator operator) {
        return operator.role().isFixed()
                && operator.mayWork()
                && store.withRole(operator.virtualServer(), operator.role().id()).stream()
                        .noneMatch(other -> other.mayWork() && !other.id().equals(operator.id()));
    }

    private static String said(OperatorScope scope) {
        return scope.limited() ? "containers " + scope.containers() : "everybody";
    }

    private static AuditEvent event(Operator operator, AuditType type, Acting by) {
        return AuditEvent.of(operator.virtualServer(), type, by.actor())
                .about(operator.user())
                .with("userName", operator.userName());
    }
}
