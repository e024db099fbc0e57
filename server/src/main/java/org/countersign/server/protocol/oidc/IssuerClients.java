package org.countersign.server.protocol.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Shows Spring the clients of the issuer being asked, and no other issuer's. */
@Component
final class IssuerClients implements RegisteredClientRepository {
    private final OidcClientStore store;
    private final Issuers issuers;

    IssuerClients(OidcClientStore store, Issuers issuers) {
        this.store = store;
        this.issuers = issuers;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered with OidcClients");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        VirtualServer virtualServer = issuers.current().orElse(null);
        return virtualServer == null
                ? null
                : store.find(virtualServer.id(), new ApplicationId(UUID.fromString(id)))
                        .map(this::registered)
                        .orElse(null);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        VirtualServer virtualServer = issuers.current().orElse(null);
        return virtualServer == null
                ? null
                : store.find(virtualServer.id(), clientId).map(this::registered).orElse(null);
    }

    private RegisteredClient registered(OidcClient client) {
        return RegisteredClient.withId(client.application().toString())
                .clientId(client.clientId())
                .clientSecret(store.secretHash(client.application()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUris(addresses ->
                        client.redirectUris().stream().map(URI::toString).forEach(addresses::add))
                .postLogoutRedirectUris(addresses ->
                        client.postLogoutUris().stream().map(URI::toString).forEach(addresses::add))
                .scope("openid")
                .scope("profile")
                .scope("email")
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(Duration.ofMinutes(1))
                        .accessTokenTimeToLive(Duration.ofMinutes(5))
                        .refreshTokenTimeToLive(Duration.ofHours(8))
                        .reuseRefreshTokens(false)
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .build())
                .build();
    }
}
