package org.countersign.server.tokens;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PushRules;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The app instances that hold tokens: their keys and how they are reached. */
@Component
public final class Devices {
    private final DeviceStore store;
    private final Sealing sealing;
    private final Audit audit;
    private final Randomness randomness;
    private final InstantSource time;
    private final TransactionOperations transactions;

    Devices(
            DeviceStore store,
            Sealing sealing,
            Audit audit,
            Randomness randomness,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.sealing = sealing;
        this.audit = audit;
        this.randomness = randomness;
        this.time = time;
        this.transactions = transactions;
    }

    /** Binds a device to a token; called in the transaction that stores the token's seed. */
    public void bind(Token token, NewDevice device) {
        UUID id = randomness.newId();
        store.insert(id, token, device, seal(token.virtualServer(), id, device.push()), time.instant());
    }

    /** Finds the device that holds the token with this serial number. */
    public Optional<Device> find(String serial) {
        return store.find(serial);
    }

    /** Returns the devices of tokens by token. */
    public Map<TokenId, Device> of(VirtualServerId virtualServer, Collection<TokenId> tokens) {
        return store.of(virtualServer, tokens);
    }

    /**
     * Returns the tokens of a user that can be pushed to: in use, on a device that can and wants to receive push
     * requests, and of a kind that gets them; the one seen last comes first.
     */
    public List<Token> pushable(VirtualServerId virtualServer, UserId user, PushRules rules) {
        return store.pushable(virtualServer, user, rules, time.instant());
    }

    /** Returns where a closed app is reached by web push, if it said so. */
    public Optional<PushSubscription> subscription(Device device) {
        return store.sealedPush(device.id()).map(bytes -> open(device, bytes));
    }

    /**
     * Takes over signed settings of a device, unless newer ones are known.
     *
     * @param signedAt when the device signed them
     * @return false when settings signed at that moment or later are already in force
     */
    public boolean changeSettings(
            Device device,
            Instant signedAt,
            @Nullable String name,
            boolean pushEnabled,
            @Nullable PushSubscription push) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            byte[] sealed = seal(device.virtualServer(), device.id(), push);
            if (!store.changeSettings(device.id(), signedAt, pushEnabled, sealed)) {
                return false;
            }
            if (name != null) {
                store.rename(device.token(), name);
            }
            audit.append(AuditEvent.of(
                            device.virtualServer(), AuditType.DEVICE_SETTINGS_CHANGED, new Actor.Device(device.token()))
                    .about(device.token())
                    .with("pushEnabled", pushEnabled)
                    .with("webPush", push != null));
            return true;
        }));
    }

    /** Forgets a web push subscription that the push service says is gone; one that the app made since then stays. */
    public void forgetSubscription(Device device, PushSubscription gone) {
        store.sealedPush(device.id())
                .filter(bytes -> open(device, bytes).endpoint().equals(gone.endpoint()))
                .ifPresent(bytes -> store.forgetSubscription(device.id(), bytes));
    }

    /** Notes that a device was heard from. */
    public void seen(Collection<Device> devices) {
        store.seen(devices, time.instant());
    }

    private PushSubscription open(Device device, byte[] bytes) {
        try (SecretBytes opened = sealing.open(bytes, place(device.virtualServer(), device.id()))) {
            return SubscriptionText.read(new String(opened.exposed(), StandardCharsets.UTF_8));
        }
    }

    private byte @Nullable [] seal(VirtualServerId virtualServer, UUID device, @Nullable PushSubscription push) {
        if (push == null) {
            return null;
        }
        byte[] text = SubscriptionText.write(push).getBytes(StandardCharsets.UTF_8);
        return sealing.seal(SecretBytes.copyOf(text), place(virtualServer, device));
    }

    private static SealedPlace place(VirtualServerId virtualServer, UUID device) {
        return new SealedPlace(virtualServer, "device", "sealed_push", device);
    }
}
