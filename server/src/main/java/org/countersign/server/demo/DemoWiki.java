package org.countersign.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.countersign.acmewiki.AcmeWiki;
import org.countersign.acmewiki.WikiSettings;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Starts Acme Wiki beside the server. It is registered like any application, gets a new secret at every start, and talks
 * to the server over HTTP only.
 */
@OnlyInDemo
@Component
class DemoWiki implements AutoCloseable {
    private static final String NAME = "Acme Wiki";
    private static final Actor SERVER = new Actor.Server();

    private final VirtualServers virtualServers;
    private final OidcClients clients;
    private final CountersignSettings settings;
    private @Nullable AcmeWiki running;

    DemoWiki(VirtualServers virtualServers, OidcClients clients, CountersignSettings settings) {
        this.virtualServers = virtualServers;
        this.clients = clients;
        this.settings = settings;
    }

    /** Starts the wiki, where the settings name an origin for it. */
    void start(VirtualServer acme) {
        URI origin = settings.wikiOrigin();
        if (origin == null) {
            return;
        }
        Application wiki = virtualServers.applications(acme.id()).stream()
                .filter(known -> known.name().equals(NAME))
                .findFirst()
                .orElseGet(() -> virtualServers.createApplication(acme.id(), NAME, SERVER));
        OidcClients.Registration registration = clients.register(
                wiki, List.of(WikiSettings.redirectUri(origin)), List.of(WikiSettings.afterSignOut(origin)), SERVER);
        try {
            running = AcmeWiki.start(
                    new WikiSettings(origin, registration.issuer(), registration.clientId(), registration.secret()));
        } catch (IOException taken) {
            throw new UncheckedIOException("Acme Wiki could not start on " + origin + "; is the port taken?", taken);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }
}
