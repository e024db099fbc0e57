package org.countersign.server.notification;

import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.UUID;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys of the server as a whole, made at first use: so far the one that push services know it by (RFC 8292). */
@Component
class ServerKeys {
    private static final String VAPID = "VAPID";

    /** Stands where a sealed value names its virtual server: these keys belong to none. */
    private static final VirtualServerId NONE = new VirtualServerId(new UUID(0, 0));

    private final ServerKeyStore store;
    private final Sealing sealing;
    private final Randomness randomness;
    private final InstantSource time;

    @Nullable
    private volatile KeyPair vapid;

    ServerKeys(ServerKeyStore store, Sealing sealing, Randomness randomness, InstantSource time) {
        this.store = store;
        this.sealing = sealing;
        this.randomness = randomness;
        this.time = time;
    }

    /** Returns the key pair that push services know this server by, the same on every node and after every start. */
    KeyPair vapid() {
        KeyPair known = vapid;
        if (known == null) {
            known = read();
            vapid = known;
        }
        return known;
    }

    private KeyPair read() {
        if (store.find(VAPID).isEmpty()) {
            KeyPair made = P256.generate(randomness);
            UUID id = randomness.newId();
            try (SecretBytes scalar = P256.scalar((ECPrivateKey) made.getPrivate())) {
                store.insertUnlessThere(
                        id,
                        VAPID,
                        P256.point((ECPublicKey) made.getPublic()),
                        sealing.seal(scalar, place(id)),
                        time.instant());
            }
        }
        ServerKeyStore.Stored stored = store.find(VAPID).orElseThrow();
        try (SecretBytes scalar = sealing.open(stored.sealedPrivateKey(), place(stored.id()))) {
            return new KeyPair(P256.publicKey(stored.publicPoint()), P256.privateKey(scalar));
        }
    }

    private static SealedPlace place(UUID id) {
        return new SealedPlace(NONE, "server_key", "sealed_private_key", id);
    }
}
