package org.countersign.server.virtualservers;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.UUID;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.VirtualServerId;

/**
 * A virtual server's current P-256 key for one purpose. A class, not a record: its private half must not be printed.
 */
public final class SigningKey {
    private final UUID id;
    private final VirtualServerId virtualServer;
    private final ECPublicKey publicKey;
    private final ECPrivateKey privateKey;

    SigningKey(UUID id, VirtualServerId virtualServer, ECPublicKey publicKey, ECPrivateKey privateKey) {
        this.id = id;
        this.virtualServer = virtualServer;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** Returns the key's id, the {@code kid} of what it signs. */
    public UUID id() {
        return id;
    }

    /** Returns whose key it is. */
    public VirtualServerId virtualServer() {
        return virtualServer;
    }

    /** Returns the public half. */
    public ECPublicKey publicKey() {
        return publicKey;
    }

    /** Returns the public half as 65 bytes. */
    public byte[] point() {
        return P256.point(publicKey);
    }

    /** Returns the private half, for a signer to use at once. */
    public ECPrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
