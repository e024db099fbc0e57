package org.countersign.server.looks;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;

/** Where the company's people sign in, and a key with which a program asks. */
final class AcmeDoors {
    private static final Actor SERVER = new Actor.Server();

    final Application payroll;
    final Application wiki;
    final String key;

    AcmeDoors(AcmePeople people) {
        VirtualServers virtualServers = people.server.part(VirtualServers.class);
        payroll = virtualServers.createApplication(people.acme.id(), "Payroll", SERVER);
        wiki = virtualServers.createApplication(people.acme.id(), "Acme Wiki", SERVER);
        people.server
                .part(OidcClients.class)
                .register(
                        wiki,
                        List.of(URI.create("https://wiki.acme.example/signed-in")),
                        List.of(URI.create("https://wiki.acme.example/")),
                        SERVER);
        ApiClients keys = people.server.part(ApiClients.class);
        keys.create(payroll, "Payroll gateway", Set.of(ApiScope.AUTHENTICATE), SERVER);
        key = keys.of(people.acme.id()).getFirst().client().id().toString();
    }
}
