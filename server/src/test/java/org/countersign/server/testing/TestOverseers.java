package org.countersign.server.testing;

import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;

/** Two people, one of them in the container North, and three operators, each of whom may see others. */
public final class TestOverseers {
    /** Stands in North. */
    public final UserAccount nora;
    /** Stands in no container. */
    public final UserAccount sam;
    /** Shows people. */
    public final Role desk;
    /** Shows no people. */
    public final Role mailers;
    /** Sees everybody. */
    public final Operator every;
    /** Sees those of North. */
    public final Operator north;
    /** Sees nobody: their role does not show people. */
    public final Operator mailer;

    private final RunningServer server;
    private final VirtualServer virtualServer;

    /** Makes them. */
    public TestOverseers(RunningServer server, VirtualServer virtualServer) {
        this.server = server;
        this.virtualServer = virtualServer;
        Container place = server.part(Containers.class)
                .create(virtualServer.id(), "North", new Actor.Server())
                .orElseThrow();
        nora = server.newUser(virtualServer, "nora");
        sam = server.newUser(virtualServer, "sam");
        server.part(Containers.class).move(virtualServer.id(), List.of(nora.id()), place.id(), new Actor.Server());
        desk = role("Desk", "USERS.VIEW");
        mailers = role("Mailers", "COMMUNICATIONS.VIEW");
        every = operator("every", desk);
        mailer = operator("mailer", mailers);
        Operator limited = operator("north", desk);
        OperatorScope scope = new OperatorScope(true, Set.of(place.id().value()));
        north = done(
                server.part(Operators.class).changeScope(virtualServer.id(), limited.id(), scope, Acting.server()));
    }

    private Role role(String name, String permission) {
        RoleOutcome added = server.part(Roles.class)
                .add(virtualServer.id(), name, "", Permissions.parse(List.of(permission)), Acting.server());
        return ((RoleOutcome.Done) added).role();
    }

    private Operator operator(String name, Role role) {
        UserAccount user = server.part(Users.class)
                .create(virtualServer.id(), name, name, address(name), "operator horse", new Actor.Server())
                .orElseThrow();
        return done(server.part(Operators.class).add(virtualServer.id(), user.id(), role.id(), Acting.server()));
    }

    /** Returns where an operator gets mail. */
    public String address(String name) {
        return name + "-" + virtualServer.slug() + "@example.com";
    }

    private static Operator done(OperatorOutcome outcome) {
        return ((OperatorOutcome.Done) outcome).operator();
    }
}
