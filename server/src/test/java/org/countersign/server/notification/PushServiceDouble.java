package org.countersign.server.notification;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.tokens.PushSubscription;

/** A push service on this machine together with the browser behind it: answers as told, and decrypts what it gets. */
public final class PushServiceDouble implements AutoCloseable {
    private final HttpServer http;
    private final KeyPair browser;
    private final byte[] auth;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile List<Integer> statuses = List.of(201);

    /** Starts it on a free port. */
    public PushServiceDouble(Randomness randomness) {
        browser = P256.generate(randomness);
        auth = randomness.bytes(16);
        try {
            http = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        http.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(exchange.getRequestURI(), exchange.getRequestHeaders(), decrypted(body)));
            int status = statuses.get(Math.min(received.size(), statuses.size()) - 1);
            exchange.getResponseHeaders().add("Location", "http://localhost:" + port() + "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        http.start();
    }

    /** One message, as the browser sees it. */
    public record Received(URI path, Headers headers, String plaintext) {}

    /** Answers the first messages so, and all further ones like the last. */
    public void answer(Integer... answers) {
        statuses = List.of(answers);
    }

    /** Returns what has come. */
    public List<Received> received() {
        return received;
    }

    /** Returns the browser's subscription. */
    public PushSubscription subscription() {
        return new PushSubscription(endpoint(), P256.point((ECPublicKey) browser.getPublic()), auth);
    }

    /** Returns the same for the sender. */
    public WebPushTarget target() {
        return new WebPushTarget(endpoint(), P256.point((ECPublicKey) browser.getPublic()), auth);
    }

    private URI endpoint() {
        return URI.create("http://localhost:" + port() + "/send/secret?id=1");
    }

    private int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /** The browser's side of RFC 8291, written anew from the standard. */
    private String decrypted(byte[] body) {
        try {
            ByteBuffer message = ByteBuffer.wrap(body);
            byte[] salt = new byte[16];
            message.get(salt).getInt();
            byte[] senderPoint = new byte[message.get()];
            message.get(senderPoint);
            byte[] record = new byte[message.remaining()];
            message.get(record);
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(browser.getPrivate());
            agreement.doPhase(P256.publicKey(senderPoint), true);
            byte[] ours = P256.point((ECPublicKey) browser.getPublic());
            byte[] info = ByteBuffer.allocate(14 + 130)
                    .put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                    .put(ours)
                    .put(senderPoint)
                    .array();
            byte[] material = hkdf(auth, agreement.generateSecret(), info, 32);
            byte[] key = hkdf(salt, material, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
            byte[] nonce = hkdf(salt, material, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] padded = cipher.doFinal(record);
            if (padded[padded.length - 1] != 2) {
                throw new IllegalStateException("not the last record");
            }
            return new String(Arrays.copyOf(padded, padded.length - 1), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException notForUs) {
            return "not for us: " + notForUs;
        }
    }

    private static byte[] hkdf(byte[] salt, byte[] material, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addSalt(salt)
                        .addIKM(material)
                        .thenExpand(info, length));
    }
}
