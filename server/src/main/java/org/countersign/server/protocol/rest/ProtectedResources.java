package org.countersign.server.protocol.rest;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.protocol.oidc.OidcClient;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.users.Acting;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Applications with all that speaks for them: the OpenID Connect client and the API keys. */
@Component
public final class ProtectedResources {
    /** Where counting sign-ins stops: beyond it the number tells nothing more. */
    public static final int MOST_COUNTED = 10_000;

    private static final Duration COUNTED = Duration.ofDays(30);
    private static final int LONGEST_NAME = 60;

    private final VirtualServers virtualServers;
    private final OidcClients clients;
    private final ApiClients keys;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    ProtectedResources(
            VirtualServers virtualServers,
            OidcClients clients,
            ApiClients keys,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.virtualServers = virtualServers;
        this.clients = clients;
        this.keys = keys;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** Returns the applications of a virtual server by name. */
    public List<ProtectedResource> of(VirtualServerId virtualServer) {
        Map<ApplicationId, OidcClient> known = clients.of(virtualServer).stream()
                .collect(Collectors.toMap(OidcClient::application, Function.identity()));
        Map<ApplicationId, Long> counted = keys.of(virtualServer).stream()
                .collect(Collectors.groupingBy(key -> key.client().application().id(), Collectors.counting()));
        return virtualServers.applications(virtualServer).stream()
                .map(application -> new ProtectedResource(
                        application,
                        known.get(application.id()),
                        clients.issuer(virtualServer),
                        signIns(application),
                        counted.getOrDefault(application.id(), 0L).intValue()))
                .toList();
    }

    /** Finds an application; another virtual server's is not found. */
    public Optional<ProtectedResource> find(VirtualServerId virtualServer, ApplicationId id) {
        return virtualServers
                .application(virtualServer, id)
                .map(application -> new ProtectedResource(
                        application,
                        clients.find(application).orElse(null),
                        clients.issuer(virtualServer),
                        signIns(application),
                        (int) keys.of(virtualServer).stream()
                                .filter(key -> key.client().application().id().equals(id))
                                .count()));
    }

    /** Returns how many people are signed in to an application over OpenID Connect. */
    public int people(Application application) {
        return clients.people(application);
    }

    /**
     * Adds an application.
     *
     * @param redirectUris where sign-ins over OpenID Connect may lead; empty for an application that uses API keys alone
     */
    public ResourceOutcome add(
            VirtualServerId virtualServer, String name, List<URI> redirectUris, List<URI> postLogoutUris, Actor actor) {
        if (!isName(name)) {
            return new ResourceOutcome.Unacceptable(ResourceOutcome.Fault.NAME);
        }
        return accepting(() -> transactions.execute(status -> {
            Application application = virtualServers.createApplication(virtualServer, name.strip(), actor);
            Optional<OidcClients.Registration> registration = redirectUris.isEmpty()
                    ? Optional.empty()
                    : Optional.of(clients.register(application, redirectUris, postLogoutUris, actor));
            return new ResourceOutcome.Done(application, registration);
        }));
    }

    /** Gives an application another name. */
    public ResourceOutcome rename(Application application, String name, Actor actor) {
        if (!isName(name)) {
            return new ResourceOutcome.Unacceptable(ResourceOutcome.Fault.NAME);
        }
        return virtualServers.rename(application, name.strip(), actor)
                ? new ResourceOutcome.Done(
                        new Application(application.id(), application.virtualServer(), name.strip()), Optional.empty())
                : new ResourceOutcome.Unacceptable(ResourceOutcome.Fault.NAME_TAKEN);
    }

    /** Replaces where sign-ins may lead; an application without an OpenID Connect client gets one. */
    public ResourceOutcome changeAddresses(
            Application application, List<URI> redirectUris, List<URI> postLogoutUris, Actor actor) {
        return accepting(() -> clients.find(application).isEmpty()
                ? new ResourceOutcome.Done(
                        application, Optional.of(clients.register(application, redirectUris, postLogoutUris, actor)))
                : changed(application, redirectUris, postLogoutUris, actor));
    }

    /** Gives an application's OpenID Connect client a new secret; the one before ends at once. */
    public ResourceOutcome rotate(Application application, Actor actor) {
        return clients.rotate(application, actor)
                .<ResourceOutcome>map(made -> new ResourceOutcome.Done(application, Optional.of(made)))
                .orElseGet(ResourceOutcome.NoClient::new);
    }

    /**
     * Removes an application: its client and keys end, and everybody is signed out of it.
     *
     * @return false when one of its keys allows more than {@code by} may do: then it stays
     */
    public boolean remove(Application application, Acting by) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (keys.isAnyAbove(application, by)) {
                return false;
            }
            if (virtualServers.remove(application, by.actor())) {
                clients.remove(application);
                keys.revokeAll(application, by.actor());
            }
            return true;
        }));
    }

    private ResourceOutcome changed(
            Application application, List<URI> redirectUris, List<URI> postLogoutUris, Actor actor) {
        return clients.changeAddresses(application, redirectUris, postLogoutUris, actor)
                ? new ResourceOutcome.Done(application, Optional.empty())
                : new ResourceOutcome.NoClient();
    }

    private int signIns(Application application) {
        return audit.signIns(
                application.virtualServer(), application.name(), time.instant().minus(COUNTED), MOST_COUNTED);
    }

    private static ResourceOutcome accepting(Supplier<ResourceOutcome> act) {
        try {
            return act.get();
        } catch (DuplicateKeyException taken) {
            return new ResourceOutcome.Unacceptable(ResourceOutcome.Fault.NAME_TAKEN);
        } catch (IllegalArgumentException wrong) {
            return new ResourceOutcome.Unacceptable(ResourceOutcome.Fault.ADDRESSES);
        }
    }

    private static boolean isName(String name) {
        String stripped = name.strip();
        return !stripped.isEmpty()
                && stripped.length() <= LONGEST_NAME
                && stripped.codePoints().noneMatch(Character::isISOControl);
    }
}
