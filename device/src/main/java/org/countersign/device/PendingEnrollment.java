package org.countersign.device;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.Octets;

/**
 * An enrollment under way, sealed in storage after each step, so that a lost reply or a crash breaks nothing: the same
 * step goes out again with the same bytes.
 *
 * <p>It holds the one-time secret and the ephemeral key until the token is claimed.
 */
final class PendingEnrollment {
    private static final int MAX_TEXT = 16 * 1024;

    private final Platform platform;
    private final Vault vault;
    private final UUID enrollment;
    private JsonObject state;

    private PendingEnrollment(Platform platform, Vault vault, UUID enrollment, JsonObject state) {
        this.platform = platform;
        this.vault = vault;
        this.enrollment = enrollment;
        this.state = state;
    }

    /** The one in storage, if any. */
    static Optional<PendingEnrollment> load(Platform platform, Vault vault, UUID enrollment) {
        return vault.pending(enrollment.toString()).map(stored -> {
            Fields sealed = new Fields(Json.parse(stored));
            byte[] opened = platform.keys()
                    .open(
                            new SealedValue(sealed.string("iv", 16), sealed.string("ciphertext", 8 * MAX_TEXT)),
                            aad(enrollment));
            JsonObject state = Json.parse(opened);
            Arrays.fill(opened, (byte) 0);
            return new PendingEnrollment(platform, vault, enrollment, state);
        });
    }

    static PendingEnrollment create(Platform platform, Vault vault, UUID enrollment) {
        return new PendingEnrollment(platform, vault, enrollment, new JsonObject());
    }

    Optional<String> get(String name) {
        return new Fields(state).optionalString(name, MAX_TEXT);
    }

    String need(String name) {
        return new Fields(state).string(name, MAX_TEXT);
    }

    PendingEnrollment with(String name, String value) {
        state.addProperty(name, value);
        return this;
    }

    /** Forgets everything but these. */
    PendingEnrollment keepOnly(String... names) {
        JsonObject kept = new JsonObject();
        for (String name : names) {
            kept.addProperty(name, need(name));
        }
        state = kept;
        return this;
    }

    void save() {
        byte[] text = Octets.utf8(state.toString());
        SealedValue sealed = platform.keys().seal(text, aad(enrollment));
        Arrays.fill(text, (byte) 0);
        JsonObject record = new JsonObject();
        record.addProperty("iv", sealed.iv());
        record.addProperty("ciphertext", sealed.ciphertext());
        vault.putPending(enrollment.toString(), record.toString());
    }

    void remove() {
        vault.removePending(enrollment.toString());
    }

    private static byte[] aad(UUID enrollment) {
        return Octets.concat(
                Octets.lp(Octets.utf8("countersign/pending/v1")), Octets.lp(Octets.utf8(enrollment.toString())));
    }
}
