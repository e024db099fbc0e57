package org.countersign.server.users;

import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The roles of a virtual server. It begins with Administrator, Help desk and Auditor; the latter two are examples, to be
 * changed or deleted like any made later.
 */
@Component
public final class Roles {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DESCRIPTION = 300;

    private final RoleStore store;
    private final OperatorStore operators;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Roles(
            RoleStore store,
            OperatorStore operators,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions) {
        this.store = store;
        this.operators = operators;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /** Returns the roles of a virtual server, the administrator's first. */
    public List<Role> of(VirtualServerId virtualServer) {
        administrator(virtualServer);
        return store.of(virtualServer);
    }

    /** Finds a role; another virtual server's is not found. */
    public Optional<Role> find(VirtualServerId virtualServer, RoleId id) {
        return store.find(virtualServer, id);
    }

    /** Returns the role that may do everything. With it a virtual server gets the roles it begins with. */
    public Role administrator(VirtualServerId virtualServer) {
        return store.administrator(virtualServer).orElseGet(() -> {
            ship(virtualServer, Role.Kind.ADMINISTRATOR, "Administrator", "May do everything.", Permissions.EVERYTHING);
            ship(
                    virtualServer,
                    Role.Kind.OWN,
                    "Help desk",
                    "Finds people and helps them with their tokens and PINs.",
                    Permissions.HELP_DESK);
            ship(virtualServer, Role.Kind.OWN, "Auditor", "Sees everything and changes nothing.", Permissions.AUDITOR);
            return store.administrator(virtualServer).orElseThrow();
        });
    }

    /** Adds a role that allows no more than whoever adds it may do. */
    public RoleOutcome add(
            VirtualServerId virtualServer, String name, String description, Permissions permissions, Acting by) {
        Role role = new Role(
                new RoleId(randomness.newId()),
                virtualServer,
                name.strip(),
                description.strip(),
                Role.Kind.OWN,
                permissions);
        administrator(virtualServer);
        Optional<RoleOutcome> wrong = wrong(role, by);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        return transactions.execute(status -> {
            if (!store.insert(role)) {
                return new RoleOutcome.Unacceptable(RoleOutcome.Fault.NAME_TAKEN);
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.ROLE_ADDED, by.actor())
                    .with("role", role.name())
                    .with("after", permissions.summary()));
            return new RoleOutcome.Done(role);
        });
    }

    /** Changes a role. It holds at once for everybody who has it. */
    public RoleOutcome change(
            VirtualServerId virtualServer,
            RoleId id,
            String name,
            String description,
            Permissions permissions,
            Acting by) {
        return transactions.execute(status -> {
            Role before = store.find(virtualServer, id).orElse(null);
            if (before == null) {
                return new RoleOutcome.Unknown();
            }
            if (before.isFixed()) {
                return new RoleOutcome.Fixed();
            }
            Role after = new Role(id, virtualServer, name.strip(), description.strip(), before.kind(), permissions);
            Optional<RoleOutcome> wrong = beyond(before.permissions(), by).or(() -> wrong(after, by));
            if (wrong.isPresent()) {
                return wrong.get();
            }
            return write(status, before, after, by);
        });
    }

    /** Deletes a role that nobody has. */
    public RoleOutcome remove(VirtualServerId virtualServer, RoleId id, Acting by) {
        return transactions.execute(status -> {
            Role role = store.find(virtualServer, id).orElse(null);
            if (role == null) {
                return new RoleOutcome.Unknown();
            }
            if (role.isFixed()) {
                return new RoleOutcome.Fixed();
            }
            Optional<RoleOutcome> beyond = beyond(role.permissions(), by);
            if (beyond.isPresent()) {
                return beyond.get();
            }
            List<Operator> having = operators.withRole(virtualServer, id);
            if (!having.isEmpty()
                    || !store.delete(role, administrator(virtualServer).id())) {
                status.setRollbackOnly();
                return new RoleOutcome.InUse(having);
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.ROLE_REMOVED, by.actor())
                    .with("role", role.name())
                    .with("before", role.permissions().summary()));
            return new RoleOutcome.Done(role);
        });
    }

    private RoleOutcome write(TransactionStatus status, Role before, Role after, Acting by) {
        if (store.nameTaken(after.virtualServer(), after.name(), after.id()) || !store.update(after)) {
            status.setRollbackOnly();
            return new RoleOutcome.Unacceptable(RoleOutcome.Fault.NAME_TAKEN);
        }
        AuditEvent event = AuditEvent.of(after.virtualServer(), AuditType.ROLE_CHANGED, by.actor())
                .with("role", after.name())
                .with("before", before.permissions().summary())
                .with("after", after.permissions().summary());
        audit.append(before.name().equals(after.name()) ? event : event.with("nameBefore", before.name()));
        return new RoleOutcome.Done(after);
    }

    private static Optional<RoleOutcome> wrong(Role role, Acting by) {
        if (role.name().isEmpty()
                || role.name().length() > LONGEST_NAME
                || role.name().codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(new RoleOutcome.Unacceptable(RoleOutcome.Fault.NAME));
        }
        if (role.description().length() > LONGEST_DESCRIPTION
                || role.description().codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(new RoleOutcome.Unacceptable(RoleOutcome.Fault.DESCRIPTION));
        }
        if (role.permissions().all().isEmpty()) {
            return Optional.of(new RoleOutcome.Unacceptable(RoleOutcome.Fault.EMPTY));
        }
        return beyond(role.permissions(), by);
    }

    private static Optional<RoleOutcome> beyond(Permissions wanted, Acting by) {
        List<Permission> missing = Permission.catalogue().stream()
                .filter(permission -> wanted.all().contains(permission))
                .filter(permission -> !by.permissions().all().contains(permission))
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(new RoleOutcome.Beyond(missing));
    }

    private void ship(
            VirtualServerId virtualServer, Role.Kind kind, String name, String description, Permissions permissions) {
        store.insert(new Role(new RoleId(randomness.newId()), virtualServer, name, description, kind, permissions));
    }
}
