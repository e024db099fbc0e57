package org.countersign.server.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.notification.WebPush;
import org.countersign.server.notification.WebPushOutcome;
import org.countersign.server.notification.WebPushTarget;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.PushSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends a new request to a closed app by web push, after commit and off the caller's thread. Best effort: a request lives
 * a minute, and an app that is opened asks for it by itself.
 */
@Component
class PushDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);

    private final Devices devices;
    private final WebPush webPush;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    PushDelivery(Devices devices, WebPush webPush) {
        this.devices = devices;
        this.webPush = webPush;
    }

    /** Sends {@code request} once the transaction has committed. */
    void afterCommit(StoredPush request) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                senders.execute(() -> send(request));
            }
        });
    }

    private void send(StoredPush request) {
        try {
            devices.find(request.serial())
                    .ifPresent(device -> devices.subscription(device).ifPresent(to -> send(request, device, to)));
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("request", request.id()).setCause(failure).log("web push was not sent");
        }
    }

    private void send(StoredPush request, Device device, PushSubscription to) {
        WebPushTarget target = new WebPushTarget(to.endpoint(), to.publicPoint(), to.authSecret());
        // A virtual thread waits here, through two retries at most.
        WebPushOutcome outcome = webPush.send(target, payload(request), topic(request.serial()), request.expiresAt())
                .join();
        if (outcome == WebPushOutcome.GONE) {
            devices.forgetSubscription(device, to);
        }
        LOG.atDebug()
                .addKeyValue("request", request.id())
                .addKeyValue("outcome", outcome)
                .log("web push is done");
    }

    private static byte[] payload(StoredPush request) {
        return CompactJws.newClaims()
                .put("v", 1)
                .put("serial", request.serial())
                .put("request", request.jws())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String topic(String serial) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(serial.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 32);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
