package org.countersign.device;

import java.security.interfaces.ECPublicKey;
import org.countersign.device.wire.MessageSigner;

/** The signing key of one token on this device; its private half stays in the key store. */
@Seam("the private half lives in the hardware key store on Android, in a sealed record elsewhere")
public interface DeviceKey extends MessageSigner {
    /** The public half. */
    ECPublicKey publicKey();
}
