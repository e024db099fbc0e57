package org.countersign.server.protocol.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Acting;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The programs that may call the REST API. A key is {@code cs1_<id>_<secret>}: 32 hexadecimal digits and 43 characters of
 * base64url. Only SHA-256 of the secret is stored: its 256 random bits need no slow hash.
 */
@Component
public final class ApiClients {
    private static final String PREFIX = "cs1_";
    private static final int ID_DIGITS = 32;
    private static final int SECRET_BYTES = 32;

    /** How long another server process may go on trusting a key that this one has withdrawn. */
    static final Duration TRUST = Duration.ofSeconds(1);

    private static final int MOST_TRUSTED = 1000;

    /** How often at most the last use of a key is written down. */
    private static final Duration NOTED = Duration.ofHours(1);

    private static final int LONGEST_NAME = 60;

    private final ApiClientStore store;
    private final Roles roles;
    private final Cache<UUID, ApiClientStore.Stored> trusted;
    private final Audit audit;
    private final Clockwork clockwork;

    ApiClients(ApiClientStore store, Roles roles, Audit audit, Clockwork clockwork, Ticker elapsed) {
        this.store = store;
        this.roles = roles;
        this.trusted = Caffeine.newBuilder()
                .expireAfterWrite(TRUST)
                .maximumSize(MOST_TRUSTED)
                .ticker(elapsed)
                .build();
        this.audit = audit;
        this.clockwork = clockwork;
    }

    /** Time, secrets and transactions of this module. */
    @Component("apiClientsClockwork")
    record Clockwork(InstantSource time, Randomness randomness, TransactionOperations transactions) {}

    /** Creates a client that may do everything within its scopes, and returns its key, which cannot be shown again. */
    public String create(Application application, String name, Set<ApiScope> scopes, Actor actor) {
        Role role = scopes.contains(ApiScope.MANAGE) ? roles.administrator(application.virtualServer()) : null;
        return make(application, name, scopes, role, null, actor).exposedKey();
    }

    /** Creates a client with a role that allows no more than whoever creates it may do. */
    public ApiKeyOutcome create(NewApiKey wanted, Acting by) {
        String name = wanted.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
            return new ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault.NAME);
        }
        if (wanted.scopes().isEmpty()) {
            return new ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault.SCOPES);
        }
        if (wanted.expiresAt() != null
                && !wanted.expiresAt().isAfter(clockwork.time().instant())) {
            return new ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault.EXPIRY);
        }
        boolean manages = wanted.scopes().contains(ApiScope.MANAGE);
        Role role = manages && wanted.role() != null
                ? roles.find(wanted.application().virtualServer(), wanted.role())
                        .orElse(null)
                : null;
        if (manages && role == null) {
            return new ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault.ROLE);
        }
        if (role != null && !by.permissions().cover(role.permissions())) {
            return new ApiKeyOutcome.Beyond();
        }
        return make(wanted.application(), name, wanted.scopes(), role, wanted.expiresAt(), by.actor());
    }

    /** Returns the keys of a virtual server that were not withdrawn, by name. */
    public List<ApiKey> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds a key that was not withdrawn; another virtual server's is not found. */
    public Optional<ApiKey> find(VirtualServerId virtualServer, ApiClientId id) {
        return store.find(id.value())
                .map(ApiClientStore.Stored::key)
                .filter(key -> key.client().application().virtualServer().equals(virtualServer));
    }

    /** Withdraws all keys for an application; called in the transaction that removes it. */
    public void revokeAll(Application application, Actor actor) {
        for (ApiClientId id : store.revokeAll(application.virtualServer(), application.id())) {
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.API_CLIENT_REVOKED, actor)
                    .with("client", id));
            trusted.invalidate(id.value());
        }
    }

    private ApiKeyOutcome.Made make(
            Application application,
            String name,
            Set<ApiScope> scopes,
            @Nullable Role role,
            @Nullable Instant expiresAt,
            Actor actor) {
        ApiClient client =
                new ApiClient(new ApiClientId(clockwork.randomness().newId()), application, name, scopes, role);
        String secret = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(clockwork.randomness().bytes(SECRET_BYTES));
        clockwork.transactions().executeWithoutResult(status -> {
            store.insert(client, hash(secret), expiresAt);
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.API_CLIENT_CREATED, actor)
                    .with("name", name)
                    .with("application", application.name())
                    .with("scopes", scopes)
                    .with("role", role == null ? "none" : role.name())
                    .with("expiresAt", expiresAt == null ? "never" : expiresAt));
        });
        return new ApiKeyOutcome.Made(
                client, PREFIX + client.id().value().toString().replace("-", "") + '_' + secret);
    }

    /**
     * Withdraws a client's key: here at once, in other server processes within {@link #TRUST}. Nobody withdraws one whose role
     * allows more than their own.
     */
    public Withdrawal revoke(VirtualServerId virtualServer, ApiClientId id, Acting by) {
        Withdrawal withdrawal = clockwork.transactions().execute(status -> {
            ApiKey key = find(virtualServer, id).orElse(null);
            if (key != null && !covers(by, key.client())) {
                return Withdrawal.BEYOND;
            }
            if (key == null || !store.revoke(virtualServer, id)) {
                return Withdrawal.UNKNOWN;
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.API_CLIENT_REVOKED, by.actor())
                    .with("client", id));
            return Withdrawal.DONE;
        });
        trusted.invalidate(id.value());
        return withdrawal;
    }

    /** What came of withdrawing a key. */
    public enum Withdrawal {
        DONE,
        /** There is no such key, or it was withdrawn before. */
        UNKNOWN,
        /** Its role allows more than whoever wanted to withdraw it may do. */
        BEYOND
    }

    /** Says whether a key for an application allows more than somebody may do: then they do not end it by removing the application. */
    public boolean isAnyAbove(Application application, Acting by) {
        return of(application.virtualServer()).stream()
                .map(ApiKey::client)
                .filter(client -> client.application().id().equals(application.id()))
                .anyMatch(client -> !covers(by, client));
    }

    /** A key sees everybody. */
    private static boolean covers(Acting by, ApiClient client) {
        return by.permissions().cover(client.permissions()) && by.scope().covers(OperatorScope.EVERYBODY);
    }

    /** Finds the client that {@code key} belongs to; nothing for any key that is not exactly right. */
    Optional<ApiClient> find(@Nullable String key) {
        int separator = PREFIX.length() + ID_DIGITS;
        if (key == null
                || key.length() < separator + 2
                || key.length() > 128
                || !key.startsWith(PREFIX)
                || key.charAt(separator) != '_') {
            return Optional.empty();
        }
        String digits = key.substring(PREFIX.length(), separator);
        if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        UUID id = new UUID(
                HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, ID_DIGITS));
        byte[] given = hash(key.substring(separator + 1));
        Instant now = clockwork.time().instant();
        Optional<ApiKey> found = Optional.ofNullable(
                        trusted.get(id, unknown -> store.find(unknown).orElse(null)))
                .filter(stored -> MessageDigest.isEqual(stored.secretHash(), given))
                .map(ApiClientStore.Stored::key)
                .filter(known -> !known.isOverAt(now));
        found.ifPresent(used -> note(used, now));
        return found.map(ApiKey::client);
    }

    private void note(ApiKey used, Instant now) {
        Instant before = now.minus(NOTED);
        if (used.lastUsedAt() == null || used.lastUsedAt().isBefore(before)) {
            ApiClient client = used.client();
            Reach.enter(client.application().virtualServer());
            store.used(client.application().virtualServer(), client.id(), before);
            trusted.invalidate(client.id().value());
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
