package org.countersign.server.users;

import org.countersign.server.audit.Actor;

/**
 * Who acts, what they may do and to whom: nobody can give or take more than they have themselves, and nobody touches somebody who
 * may do more or sees more people.
 *
 * @param actor as the record names them
 * @param scope which people they see
 */
public record Acting(Actor actor, Permissions permissions, OperatorScope scope) {
    /** Somebody who sees everybody. */
    public Acting(Actor actor, Permissions permissions) {
        this(actor, permissions, OperatorScope.EVERYBODY);
    }

    /** This server by itself, at its first start. */
    public static Acting server() {
        return new Acting(new Actor.Server(), Permissions.EVERYTHING);
    }

    /** An operator. */
    public static Acting of(Operator operator) {
        return new Acting(new Actor.Operator(operator.id()), operator.permissions(), operator.scope());
    }

    /** Says whether all that an operator may do, to whomever they may, is allowed here too: else they are above. */
    public boolean covers(Operator other) {
        return permissions.cover(other.permissions()) && scope.covers(other.scope());
    }

    /** Says whether an act is allowed, by permissions and for whoever sees so many people. */
    public boolean may(OperatorModule module, OperatorAct act) {
        return permissions.allow(module, act) && (act == OperatorAct.VIEW || !isBeyondScope(module, act));
    }

    /**
     * What somebody who sees the people of some containers cannot do whatever their role allows: acts about more people than they
     * see, and new people, who begin in the default container.
     */
    private boolean isBeyondScope(OperatorModule module, OperatorAct act) {
        return scope.limited()
                && switch (module) {
                    case USERS -> act == OperatorAct.ADD && !scope.sees(null);
                    case TOKENS -> act == OperatorAct.ADD;
                    case SNAPSHOT -> false;
                    case GROUPS,
                            REPORTS,
                            SELF_SERVICE,
                            OPERATORS,
                            POLICIES,
                            COMMUNICATIONS,
                            APPLICATIONS,
                            AUDIT,
                            VIRTUAL_SERVERS -> true;
                };
    }
}
