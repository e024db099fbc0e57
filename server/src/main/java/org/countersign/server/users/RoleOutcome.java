package org.countersign.server.users;

import java.util.List;

/** What came of adding, changing or deleting a role. */
public sealed interface RoleOutcome {
    /** Done. */
    record Done(Role role) implements RoleOutcome {}

    /** There is no such role on this virtual server. */
    record Unknown() implements RoleOutcome {}

    /** What was given cannot be a role; nothing was changed. */
    record Unacceptable(Fault fault) implements RoleOutcome {}

    /** The administrator's role stays as it is. */
    record Fixed() implements RoleOutcome {}

    /** It would allow, or allows now, more than whoever acts may do themselves. */
    record Beyond(List<Permission> missing) implements RoleOutcome {}

    /** Somebody has this role, so it cannot go; empty when those who have it are keys of programs. */
    record InUse(List<Operator> operators) implements RoleOutcome {}

    /** What cannot be accepted. */
    enum Fault {
        NAME,
        NAME_TAKEN,
        DESCRIPTION,
        EMPTY
    }
}
