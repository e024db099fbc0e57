package org.countersign.server.protocol.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The key of the issuer being asked: what signs its tokens, and what its JWK set shows. */
@Component
final class IssuerKeys implements JWKSource<SecurityContext> {
    private final Issuers issuers;
    private final VirtualServers virtualServers;

    IssuerKeys(Issuers issuers, VirtualServers virtualServers) {
        this.issuers = issuers;
        this.virtualServers = virtualServers;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return issuers.current()
                .map(virtualServer -> selector.select(new JWKSet(key(virtualServer))))
                .orElse(List.of());
    }

    private JWK key(VirtualServer virtualServer) {
        SigningKey key = virtualServers.currentKey(virtualServer.id(), KeyPurpose.OIDC);
        return new ECKey.Builder(Curve.P_256, key.publicKey())
                .privateKey(key.privateKey())
                .keyID(key.id().toString())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .build();
    }
}
