package org.countersign.server.notification;

import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends messages to closed apps through the push service of their browser: RFC 8030, encrypted by RFC 8291, signed by RFC
 * 8292. Never on the caller's thread, and never more than so many at once: a slow push service delays nothing but itself.
 */
@Component
public final class WebPush {
    private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);
    private static final int AT_ONCE = 200;
    private static final int MOST_ATTEMPTS = 3;

    /** The least of all services: Apple and Mozilla refuse what is good for more than a day. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private final PushServices services;
    private final PushConnection connection;
    private final ServerKeys keys;
    private final Randomness randomness;
    private final CountersignSettings settings;
    private final InstantSource time;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    WebPush(
            PushServices services,
            PushConnection connection,
            ServerKeys keys,
            Randomness randomness,
            CountersignSettings settings,
            InstantSource time) {
        this.services = services;
        this.connection = connection;
        this.keys = keys;
        this.randomness = randomness;
        this.settings = settings;
        this.time = time;
    }

    /** Returns the key that browsers subscribe with ({@code applicationServerKey}), 65 bytes. */
    public byte[] publicPoint() {
        return P256.point((ECPublicKey) keys.vapid().getPublic());
    }

    /** Says whether a subscription's address is of a push service that this server calls. */
    public boolean calls(URI endpoint) {
        return services.reach(endpoint).isPresent();
    }

    /**
     * Sends {@code payload} with urgency high; twice more when the service fails, as long as {@code expiresAt} allows.
     *
     * @param payload at most 3993 bytes
     * @param topic at most 32 characters of base64url: a newer message takes the place of an older one of the same topic
     */
    public CompletableFuture<WebPushOutcome> send(
            WebPushTarget target, byte[] payload, String topic, Instant expiresAt) {
        byte[] copy = payload.clone();
        return CompletableFuture.supplyAsync(() -> attempt(target, copy, topic, expiresAt), senders)
                .thenCompose(first -> again(first, 2, target, copy, topic, expiresAt));
    }

    private CompletableFuture<WebPushOutcome> again(
            WebPushOutcome outcome,
            int attempt,
            WebPushTarget target,
            byte[] payload,
            String topic,
            Instant expiresAt) {
        if (outcome != WebPushOutcome.FAILED || attempt > MOST_ATTEMPTS) {
            return CompletableFuture.completedFuture(outcome);
        }
        return CompletableFuture.supplyAsync(
                        () -> attempt(target, payload, topic, expiresAt),
                        CompletableFuture.delayedExecutor(2L * attempt - 3, TimeUnit.SECONDS, senders))
                .thenCompose(next -> again(next, attempt + 1, target, payload, topic, expiresAt));
    }

    private WebPushOutcome attempt(WebPushTarget target, byte[] payload, String topic, Instant expiresAt) {
        free.acquireUninterruptibly();
        try {
            long secondsLeft = Duration.between(time.instant(), expiresAt).toSeconds();
            if (secondsLeft <= 0) {
                return WebPushOutcome.REFUSED;
            }
            byte[] body = WebPushEncryption.encrypt(
                    payload, target, P256.generate(randomness), randomness.bytes(WebPushEncryption.SALT_BYTES));
            return outcome(target, connection.post(target.endpoint(), headers(target, topic, secondsLeft), body));
        } catch (PushConnection.NotAllowed notAllowed) {
            LOG.atWarn().addKeyValue("reason", notAllowed.getMessage()).log("web push refused");
            return WebPushOutcome.REFUSED;
        } catch (IOException unreachable) {
            LOG.atWarn()
                    .addKeyValue("service", target.endpoint().getHost())
                    .addKeyValue("reason", unreachable.toString())
                    .log("the push service did not answer");
            return WebPushOutcome.FAILED;
        } finally {
            free.release();
        }
    }

    private Map<String, String> headers(WebPushTarget target, String topic, long secondsLeft) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("TTL", Long.toString(secondsLeft));
        headers.put("Urgency", "high");
        headers.put("Topic", topic);
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Content-Encoding", "aes128gcm");
        headers.put("Authorization", authorization(target.endpoint()));
        return headers;
    }

    /** RFC 8292 §3: who sends, and for which push service only. */
    private String authorization(URI endpoint) {
        KeyPair vapid = keys.vapid();
        boolean reachable = "https".equals(settings.pagesOrigin().getScheme());
        String token = CompactJws.sign(
                CompactJws.newClaims()
                        .put("aud", endpoint.getScheme() + "://" + endpoint.getRawAuthority())
                        .put("exp", time.instant().plus(TOKEN_LIFE).getEpochSecond())
                        .put("sub", reachable ? settings.pagesOrigin().toString() : "mailto:" + settings.mailFrom()),
                "JWT",
                (ECPrivateKey) vapid.getPrivate(),
                null,
                null);
        return "vapid t=" + token + ", k="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(publicPoint());
    }

    private static WebPushOutcome outcome(WebPushTarget target, int status) {
        return switch (status) {
            case 200, 201, 202, 204 -> WebPushOutcome.SENT;
            case 404, 410 -> WebPushOutcome.GONE;
            case 429, 500, 502, 503, 504 -> failed(target, status, WebPushOutcome.FAILED);
            default -> failed(target, status, WebPushOutcome.REFUSED);
        };
    }

    private static WebPushOutcome failed(WebPushTarget target, int status, WebPushOutcome outcome) {
        LOG.atWarn()
                .addKeyValue("service", target.endpoint().getHost())
                .addKeyValue("status", status)
                .log("the push service refused a message");
        return outcome;
    }
}
