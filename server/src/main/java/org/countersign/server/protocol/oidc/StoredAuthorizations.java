package org.countersign.server.protocol.oidc;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps authorizations in the database by Spring's own service, and adds what it lacks. Codes and tokens are stored
 * hashed. A save counts only on top of the version that was read, decided by one conditional update, so that of two
 * uses of one code or refresh token at the same moment one fails. A refresh token used after it was replaced ends its
 * authorization.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2">RFC 9700 §4.14.2</a>
 */
class StoredAuthorizations implements OAuth2AuthorizationService {
    private static final String VERSION = "countersign.version";

    private final JdbcOAuth2AuthorizationService service;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    StoredAuthorizations(JdbcOAuth2AuthorizationService service, JdbcClient jdbc, TransactionOperations transactions) {
        this.service = service;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        OAuth2Authorization hashed = hashed(authorization);
        Boolean saved = transactions.execute(status -> {
            Integer readAt = authorization.getAttribute(VERSION);
            boolean current = readAt == null || advance(authorization.getId(), readAt);
            if (current) {
                service.save(hashed);
            }
            return current;
        });
        if (!Boolean.TRUE.equals(saved)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        service.remove(authorization);
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return onOneConnection(() -> versioned(service.findById(id)));
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return onOneConnection(() -> read(token, type));
    }

    /**
     * Spring's service looks the client up while it still reads its own row. Outside a transaction that takes a second
     * connection while holding the first, and as many parallel calls as the pool is large would wait for one another.
     */
    private @Nullable OAuth2Authorization onOneConnection(Supplier<@Nullable OAuth2Authorization> reading) {
        return transactions
                .execute(status -> Optional.ofNullable(reading.get()))
                .orElse(null);
    }

    private @Nullable OAuth2Authorization read(String token, @Nullable OAuth2TokenType type) {
        boolean isState = type != null && "state".equals(type.getValue());
        String stored = isState ? token : SecretHash.of(token);
        OAuth2Authorization found = versioned(find(stored, type));
        if (found != null && !isState && !holds(found, stored)) {
            found = null;
        }
        if (found == null && type != null && OAuth2TokenType.REFRESH_TOKEN.equals(type)) {
            jdbc.sql("delete from oauth2_authorization where spent_refresh_token = ?")
                    .param(stored)
                    .update();
        }
        return found == null ? null : withValue(found, stored, token);
    }

    /** Forgets authorizations none of whose codes and tokens works any more. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    void forgetEnded() {
        jdbc.sql("""
                delete from oauth2_authorization
                where greatest(authorization_code_expires_at, access_token_expires_at, refresh_token_expires_at,
                               oidc_id_token_expires_at) < now() - interval '1 day'
                """).update();
    }

    /** Spring takes no type for 'any type', and does not say so in its signature. */
    @SuppressWarnings("NullAway")
    private @Nullable OAuth2Authorization find(String stored, @Nullable OAuth2TokenType type) {
        return service.findByToken(stored, type);
    }

    private boolean advance(String id, int readAt) {
        return jdbc.sql("""
                        update oauth2_authorization set version = version + 1, spent_refresh_token = refresh_token_value
                        where id = ? and version = ?
                        """).params(id, readAt).update() == 1;
    }

    /**
     * Reads an authorization again, after its version: what is then older than it says is refused at the next save, and
     * nothing stale can pass for current. The other order accepts a raced code twice.
     */
    private @Nullable OAuth2Authorization versioned(@Nullable OAuth2Authorization found) {
        if (found == null) {
            return null;
        }
        Integer version = jdbc.sql("select version from oauth2_authorization where id = ?")
                .param(found.getId())
                .query(Integer.class)
                .optional()
                .orElse(null);
        OAuth2Authorization current = service.findById(found.getId());
        if (version == null || current == null) {
            return null;
        }
        return OAuth2Authorization.from(current).attribute(VERSION, version).build();
    }

    private static OAuth2Authorization hashed(OAuth2Authorization authorization) {
        OAuth2Authorization.Builder builder = OAuth2Authorization.from(authorization);
        for (OAuth2Token token : tokens(authorization)) {
            if (!SecretHash.isHash(token.getTokenValue())) {
                replace(builder, token, SecretHash.of(token.getTokenValue()));
            }
        }
        return builder.build();
    }

    /** Spring compares what it was handed with what it finds: the one token it asked for gets its value back. */
    private static OAuth2Authorization withValue(OAuth2Authorization found, String stored, String value) {
        OAuth2Authorization.Builder builder = OAuth2Authorization.from(found);
        for (OAuth2Token token : tokens(found)) {
            if (token.getTokenValue().equals(stored)) {
                replace(builder, token, value);
            }
        }
        return builder.build();
    }

    private static boolean holds(OAuth2Authorization found, String stored) {
        return tokens(found).stream().anyMatch(token -> token.getTokenValue().equals(stored));
    }

    private static List<OAuth2Token> tokens(OAuth2Authorization authorization) {
        return Stream.of(
                        OAuth2AuthorizationCode.class,
                        OAuth2AccessToken.class,
                        OAuth2RefreshToken.class,
                        OidcIdToken.class)
                .map(authorization::getToken)
                .filter(Objects::nonNull)
                .<OAuth2Token>map(OAuth2Authorization.Token::getToken)
                .toList();
    }

    private static void replace(OAuth2Authorization.Builder builder, OAuth2Token token, String value) {
        switch (token) {
            case OAuth2AuthorizationCode code ->
                builder.token(new OAuth2AuthorizationCode(
                        value, requireNonNull(code.getIssuedAt()), requireNonNull(code.getExpiresAt())));
            case OAuth2AccessToken access ->
                builder.token(new OAuth2AccessToken(
                        access.getTokenType(), value, access.getIssuedAt(), access.getExpiresAt(), access.getScopes()));
            case OAuth2RefreshToken refresh ->
                builder.token(new OAuth2RefreshToken(value, refresh.getIssuedAt(), refresh.getExpiresAt()));
            case OidcIdToken id -> {
                Map<String, Object> claims = id.getClaims();
                builder.token(new OidcIdToken(value, id.getIssuedAt(), id.getExpiresAt(), claims));
            }
            default -> throw new IllegalStateException("no such token is issued here");
        }
    }
}
