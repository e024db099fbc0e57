package org.countersign.server.virtualservers;

import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The organisations this server holds, their keys and their applications. */
@Component
public final class VirtualServers {
    /** The provider's name in addresses; nobody else can have it. */
    public static final String PROVIDER_SLUG = "provider";

    private static final String SELF_SERVICE = "Self-service";

    private final VirtualServerStore store;
    private final Audit audit;
    private final ProviderRecord record;
    private final Randomness randomness;
    private final TransactionOperations transactions;
    private final Map<UUID, SigningKey> keysById = new ConcurrentHashMap<>();

    VirtualServers(
            VirtualServerStore store,
            Audit audit,
            ProviderRecord record,
            Randomness randomness,
            TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.record = record;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /**
     * Creates a virtual server with its own keys and its own audit chain.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the slug is taken
     */
    public VirtualServer create(String slug, String name, Actor actor) {
        return create(slug, name, false, actor);
    }

    /** Creates the provider's virtual server, of which there is one. */
    public VirtualServer createProvider(String name) {
        return create(PROVIDER_SLUG, name, true, new Actor.Server());
    }

    /** Keeps everybody of a virtual server out until it is resumed; false when it is so already, or the provider's own. */
    public boolean suspend(VirtualServerId id, Actor actor) {
        return change(id, AuditType.VIRTUAL_SERVER_SUSPENDED, true, actor);
    }

    /** Lets everybody of a suspended virtual server in again; false when it is not suspended. */
    public boolean resume(VirtualServerId id, Actor actor) {
        return change(id, AuditType.VIRTUAL_SERVER_RESUMED, false, actor);
    }

    private boolean change(VirtualServerId id, AuditType type, boolean suspended, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = store.suspend(id, suspended);
            if (changed) {
                record.append(id, type, actor, event -> event);
            }
            return changed;
        }));
    }

    private VirtualServer create(String slug, String name, boolean provider, Actor actor) {
        return transactions.execute(status -> {
            VirtualServer virtualServer =
                    new VirtualServer(new VirtualServerId(randomness.newId()), slug, name, provider, false);
            store.insert(virtualServer);
            for (KeyPurpose purpose : KeyPurpose.values()) {
                makeKey(virtualServer.id(), purpose);
            }
            audit.open(virtualServer.id());
            record.append(
                    virtualServer.id(),
                    AuditType.VIRTUAL_SERVER_CREATED,
                    actor,
                    event -> event.with("slug", slug).with("name", name));
            return virtualServer;
        });
    }

    /** Finds a virtual server by its name in addresses. */
    public Optional<VirtualServer> find(String slug) {
        return store.find(slug);
    }

    /** Finds a virtual server by its id. */
    public Optional<VirtualServer> find(VirtualServerId id) {
        return store.find(id);
    }

    /** Returns a virtual server that is known to exist. */
    public VirtualServer get(VirtualServerId id) {
        return store.get(id);
    }

    /** Returns all virtual servers by name. */
    public List<VirtualServer> all() {
        return store.all();
    }

    /** Returns the key that signs now for {@code purpose}; a virtual server older than the purpose gets it now. */
    public SigningKey currentKey(VirtualServerId virtualServer, KeyPurpose purpose) {
        Optional<UUID> id = store.currentKeyId(virtualServer, purpose);
        if (id.isEmpty()) {
            makeKey(virtualServer, purpose);
            id = store.currentKeyId(virtualServer, purpose);
        }
        return key(id.orElseThrow());
    }

    private void makeKey(VirtualServerId virtualServer, KeyPurpose purpose) {
        KeyPair pair = P256.generate(randomness);
        store.insertKey(
                new SigningKey(randomness.newId(), virtualServer, (ECPublicKey) pair.getPublic(), (ECPrivateKey)
                        pair.getPrivate()),
                purpose);
    }

    /** Returns a key by its id, retired ones too. */
    public SigningKey key(UUID id) {
        return keysById.computeIfAbsent(id, store::key);
    }

    /** Registers a protected resource. */
    public Application createApplication(VirtualServerId virtualServer, String name, Actor actor) {
        return transactions.execute(status -> {
            Application application = new Application(new ApplicationId(randomness.newId()), virtualServer, name);
            store.insert(application);
            audit.append(AuditEvent.of(virtualServer, AuditType.APPLICATION_CREATED, actor)
                    .with("application", name));
            return application;
        });
    }

    /** Returns the application that stands for the portal, so that a phone can say what somebody signs in to. */
    public Application selfService(VirtualServerId virtualServer) {
        return store.application(virtualServer, SELF_SERVICE)
                .orElseGet(() -> transactions.execute(status -> {
                    Application made =
                            new Application(new ApplicationId(randomness.newId()), virtualServer, SELF_SERVICE);
                    if (store.insertUnlessNamed(made)) {
                        audit.append(AuditEvent.of(virtualServer, AuditType.APPLICATION_CREATED, new Actor.Server())
                                .with("application", SELF_SERVICE));
                    }
                    return store.application(virtualServer, SELF_SERVICE).orElseThrow();
                }));
    }

    /** Finds an application of {@code virtualServer}; another one's is not found. */
    public Optional<Application> application(VirtualServerId virtualServer, ApplicationId id) {
        return store.application(virtualServer, id);
    }

    /** Returns the applications of a virtual server by name. */
    public List<Application> applications(VirtualServerId virtualServer) {
        return store.applications(virtualServer);
    }

    /** Returns the console of a virtual server as phones show it to its operators. */
    public Application console(VirtualServerId virtualServer) {
        return store.console(virtualServer).orElseGet(() -> {
            store.insertConsole(new Application(new ApplicationId(randomness.newId()), virtualServer, "Console"));
            return store.console(virtualServer).orElseThrow();
        });
    }

    /**
     * Gives an application another name; its people see it from their next sign-in on.
     *
     * @return false when another one has the name, or it is gone
     */
    public boolean rename(Application application, String name, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean renamed = store.rename(application, name);
            if (renamed) {
                audit.append(AuditEvent.of(application.virtualServer(), AuditType.APPLICATION_CHANGED, actor)
                        .with("application", name)
                        .with("before", application.name())
                        .with("after", name));
            }
            return renamed;
        }));
    }

    /**
     * Removes an application: nobody can sign in to it any more. What speaks for it, an OpenID Connect client or API keys, is ended by
     * whoever owns that, in the same transaction.
     *
     * @return false when it is gone already
     */
    public boolean remove(Application application, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean removed = store.remove(application);
            if (removed) {
                audit.append(AuditEvent.of(application.virtualServer(), AuditType.APPLICATION_REMOVED, actor)
                        .with("application", application.name()));
            }
            return removed;
        }));
    }

    /** Returns all current keys by purpose. */
    public Map<KeyPurpose, SigningKey> currentKeys(VirtualServerId virtualServer) {
        Map<KeyPurpose, SigningKey> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.put(purpose, currentKey(virtualServer, purpose));
        }
        return keys;
    }
}
