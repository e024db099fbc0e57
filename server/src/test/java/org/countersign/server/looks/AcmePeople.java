package org.countersign.server.looks;

import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Group;
import org.countersign.server.users.Groups;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;

/** The people of a company: users in every state, groups, containers, and operators of several roles. */
final class AcmePeople {
    private static final Actor SERVER = new Actor.Server();

    final RunningServer server;
    final VirtualServer acme;
    final TestConsole console;
    final UserAccount ada;
    final UserAccount bruno;
    final UserAccount mei;
    final UserAccount kim;
    final UserAccount tomas;
    final TestConsole hal;
    final Group sales;
    final Container north;

    AcmePeople(RunningServer server) {
        this.server = server;
        acme = server.newVirtualServer("Acme Corporation");
        console = TestConsole.at(server, acme);
        hal = TestConsole.at(server, acme, "hal", role("Help desk"));
        TestConsole.at(server, acme, "audrey", role("Auditor"));
        ada = user("ada.okafor", "Ada Okafor");
        bruno = user("bruno.lindqvist", "Bruno Lindqvist");
        mei = user("mei", "Mei-Ling Zhang");
        kim = user("kim", "Kim Park");
        tomas = user("tomas.maria-wolfeschlegelsteinhausen", "Tomás María Wolfeschlegelsteinhausenbergerdorff");
        sales = server.part(Groups.class).create(acme.id(), "Sales", SERVER).orElseThrow();
        server.part(Groups.class).create(acme.id(), "Works council", SERVER);
        server.part(Groups.class).add(acme.id(), sales.id(), List.of(ada.id(), mei.id()), SERVER);
        north = server.part(Containers.class).create(acme.id(), "North", SERVER).orElseThrow();
        server.part(Containers.class).move(acme.id(), List.of(bruno.id()), north.id(), SERVER);
    }

    /** Some of them cannot sign in. */
    void stopSome() {
        server.part(UserStates.class).disable(acme.id(), bruno.id(), SERVER);
        server.part(UserStates.class).lock(acme.id(), mei.id(), null, "Reported a sign-in that was not hers", SERVER);
    }

    Role role(String name) {
        return server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private UserAccount user(String userName, String name) {
        return server.part(Users.class)
                .create(acme.id(), userName, name, userName + "@acme.example", "correct horse", SERVER)
                .orElseThrow();
    }
}
