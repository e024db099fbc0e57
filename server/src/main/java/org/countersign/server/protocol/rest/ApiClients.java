package org.countersign.server.protocol.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.VirtualServerId;
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

    private final ApiClientStore store;
    private final Cache<UUID, ApiClientStore.Stored> trusted;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    ApiClients(
            ApiClientStore store,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions,
            Ticker elapsed) {
        this.store = store;
        this.trusted = Caffeine.newBuilder()
                .expireAfterWrite(TRUST)
                .maximumSize(MOST_TRUSTED)
                .ticker(elapsed)
                .build();
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /** Creates a client and returns its key, which cannot be shown again. */
    public String create(Application application, String name, Set<ApiScope> scopes, Actor actor) {
        ApiClient client = new ApiClient(new ApiClientId(randomness.newId()), application, name, scopes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(SECRET_BYTES));
        transactions.executeWithoutResult(status -> {
            store.insert(client, hash(secret));
            audit.append(AuditEvent.of(application.virtualServer(), AuditType.API_CLIENT_CREATED, actor)
                    .with("name", name)
                    .with("application", application.name())
                    .with("scopes", scopes));
        });
        return PREFIX + client.id().value().toString().replace("-", "") + '_' + secret;
    }

    /**
     * Withdraws a client's key: here at once, in other server processes within {@link #TRUST}.
     *
     * @return false when there is no such client, or it was withdrawn before
     */
    public boolean revoke(VirtualServerId virtualServer, ApiClientId id, Actor actor) {
        boolean revoked = Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = store.revoke(virtualServer, id);
            if (changed) {
                audit.append(AuditEvent.of(virtualServer, AuditType.API_CLIENT_REVOKED, actor)
                        .with("client", id));
            }
            return changed;
        }));
        trusted.invalidate(id.value());
        return revoked;
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
        return Optional.ofNullable(
                        trusted.get(id, unknown -> store.find(unknown).orElse(null)))
                .filter(stored -> MessageDigest.isEqual(stored.secretHash(), given))
                .map(ApiClientStore.Stored::client);
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
