package org.countersign.server.enrollment;

import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** What the server signs in an enrollment, with the key whose hash stands in the activation string. */
@Component
class EnrollmentStatements {
    private static final int LONGEST_NAME = 64;

    private final VirtualServers virtualServers;
    private final CountersignSettings settings;
    private final Randomness randomness;
    private final InstantSource time;

    EnrollmentStatements(
            VirtualServers virtualServers, CountersignSettings settings, Randomness randomness, InstantSource time) {
        this.virtualServers = virtualServers;
        this.settings = settings;
        this.randomness = randomness;
        this.time = time;
    }

    String offer(EnrollmentRow enrollment, byte[] id, Parties.Party party, String policy, ECPublicKey ephemeral) {
        SigningKey key = virtualServers.key(enrollment.signingKey);
        String organisation = party.virtualServer().name();
        String account = party.user().userName();
        var claims = CompactJws.newClaims()
                .put("v", 1)
                .put("enrollment", Base64Url.encode(id))
                .put("nonce", Base64Url.encode(randomness.bytes(32)))
                .put("key", Base64Url.encode(P256.point(ephemeral)))
                .put("policy", policy)
                .put("organisation", organisation)
                .put("account", account)
                .put("tokenName", ShownText.fitted(organisation + " " + account, LONGEST_NAME))
                .put("secondProof", enrollment.secondProof.wireName())
                .put("exp", enrollment.expiresAt.getEpochSecond());
        return CompactJws.sign(claims, "countersign-offer+jwt", key.privateKey(), null, key.publicKey());
    }

    String policy(EnrollmentRow enrollment, Token token, String policy) {
        SigningKey key = virtualServers.key(enrollment.signingKey);
        byte[] pushKey = virtualServers
                .currentKey(token.virtualServer(), KeyPurpose.PUSH)
                .point();
        var claims = CompactJws.newClaims()
                .put("iss", settings.appOrigin().toString())
                .put("sub", token.serial())
                .put("policy", policy)
                .put("level", Tokens.LEVEL_WEB)
                .put("pushKey", Base64Url.encode(pushKey))
                .put("iat", time.instant().getEpochSecond());
        return CompactJws.sign(claims, "countersign-policy+jwt", key.privateKey(), null, null);
    }
}
