package org.countersign.server.protocol.oidc;

import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.Application;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The applications that sign people in over OpenID Connect. There is no registration over the network. */
@Component
public final class OidcClients {
    private static final int SECRET_BYTES = 32;

    private final OidcClientStore store;
    private final Issuers issuers;
    private final Audit audit;
    private final Randomness randomness;
    private final InstantSource time;
    private final TransactionOperations transactions;

    OidcClients(
            OidcClientStore store,
            Issuers issuers,
            Audit audit,
            Randomness randomness,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.issuers = issuers;
        this.audit = audit;
        this.randomness = randomness;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * What an application needs to know to sign people in. A class, not a record: its secret must not be printed.
     */
    public static final class Registration {
        private final URI issuer;
        private final String clientId;
        private final String secret;

        Registration(URI issuer, String clientId, String secret) {
            this.issuer = issuer;
            this.clientId = clientId;
            this.secret = secret;
        }

        /** Returns the issuer of its virtual server; {@code /.well-known/openid-configuration} below it says the rest. */
        public URI issuer() {
            return issuer;
        }

        /** Returns the client id, the same for every registration of one application. */
        public String clientId() {
            return clientId;
        }

        /** Returns the client secret. The server keeps only its hash: this is the one time it can be read. */
        public String secret() {
            return secret;
        }

        @Override
        public String toString() {
            return "Registration[" + clientId + "]";
        }
    }

    /**
     * Makes an application a client of its virtual server's issuer. Doing so again gives it the new addresses and a new
     * secret, and ends the old secret; the client id stays.
     *
     * @param redirectUris addresses that answers may go to, 1 to 20; they are compared byte for byte
     * @param postLogoutUris addresses that people may be sent to after signing out, 0 to 20
     * @throws IllegalArgumentException when an address is not absolute, not https (http is for this machine only), or
     *     has a fragment or credentials
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3">RFC 9700 §4.1.3</a>
     */
    public Registration register(
            Application application, List<URI> redirectUris, List<URI> postLogoutUris, Actor actor) {
        requireAddresses(redirectUris, postLogoutUris);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(SECRET_BYTES));
        OidcClient wanted = new OidcClient(
                application.id(),
                application.virtualServer(),
                randomness.newUnguessableId().toString(),
                List.copyOf(redirectUris),
                List.copyOf(postLogoutUris));
        String clientId = transactions.execute(status -> {
            String id = store.upsert(wanted, SecretHash.of(secret), time.instant());
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.OIDC_CLIENT_REGISTERED, actor)
                    .with("application", application.name())
                    .with("clientId", id)
                    .with("redirectUris", redirectUris));
            return id;
        });
        return new Registration(issuers.of(application.virtualServer()), clientId, secret);
    }

    /** Returns the clients of a virtual server. */
    public List<OidcClient> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds an application's client; nothing when it speaks no OpenID Connect. */
    public Optional<OidcClient> find(Application application) {
        return store.find(application.virtualServer(), application.id());
    }

    /** Returns the issuer of a virtual server. */
    public URI issuer(VirtualServerId virtualServer) {
        return issuers.of(virtualServer);
    }

    /** Returns how many people are signed in to an application. */
    public int people(Application application) {
        return store.people(application.virtualServer(), application.id(), time.instant());
    }

    /**
     * Replaces the addresses of a client; its secret stays.
     *
     * @return false when the application has no client
     * @throws IllegalArgumentException as {@link #register} does
     */
    public boolean changeAddresses(
            Application application, List<URI> redirectUris, List<URI> postLogoutUris, Actor actor) {
        requireAddresses(redirectUris, postLogoutUris);
        return Boolean.TRUE.equals(transactions.execute(status -> {
            OidcClient before = find(application).orElse(null);
            if (before == null) {
                return false;
            }
            store.changeAddresses(new OidcClient(
                    before.application(),
                    before.virtualServer(),
                    before.clientId(),
                    List.copyOf(redirectUris),
                    List.copyOf(postLogoutUris)));
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.APPLICATION_CHANGED, actor)
                    .with("application", application.name())
                    .with("before", before.redirectUris())
                    .with("after", redirectUris));
            return true;
        }));
    }

    /** Gives a client a new secret and ends the one before; nothing when the application has no client. */
    public Optional<Registration> rotate(Application application, Actor actor) {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(SECRET_BYTES));
        return transactions.execute(status -> {
            Optional<OidcClient> client = find(application);
            if (client.isEmpty()
                    || !store.changeSecret(application.virtualServer(), application.id(), SecretHash.of(secret))) {
                return Optional.empty();
            }
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.APPLICATION_CHANGED, actor)
                    .with("application", application.name())
                    .with("clientId", client.get().clientId())
                    .with("secret", "replaced"));
            return Optional.of(new Registration(
                    issuers.of(application.virtualServer()), client.get().clientId(), secret));
        });
    }

    /** Ends an application's client and signs everybody out of it; called in the transaction that removes the application. */
    public void remove(Application application) {
        store.remove(application.virtualServer(), application.id());
    }

    private static void requireAddresses(List<URI> redirectUris, List<URI> postLogoutUris) {
        if (redirectUris.isEmpty() || redirectUris.size() > 20 || postLogoutUris.size() > 20) {
            throw new IllegalArgumentException("an application has 1 to 20 redirect addresses");
        }
        redirectUris.forEach(OidcClients::requireAddress);
        postLogoutUris.forEach(OidcClients::requireAddress);
    }

    private static void requireAddress(URI address) {
        boolean plain = address.getHost() != null && address.getRawFragment() == null && address.getUserInfo() == null;
        boolean safe = plain
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && CountersignSettings.isThisMachine(address)));
        if (!safe) {
            throw new IllegalArgumentException("a redirect address is a whole https address without fragment"
                    + " (http on this machine only), not " + address);
        }
    }
}
