package org.countersign.server.testing;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.countersign.device.wire.DeviceMessages;
import org.countersign.device.wire.DeviceMessages.Stamp;
import org.countersign.device.wire.MessageSigner;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.PushSubscription;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A phone whose device key and event-based token were put into the database directly, and that talks HTTP from there on. */
public final class TestPhones {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningServer server;
    private final UserAccount user;
    private final TestToken token;
    private final DeviceMessages messages;

    private TestPhones(RunningServer server, UserAccount user, TestToken token, DeviceMessages messages) {
        this.server = server;
        this.user = user;
        this.token = token;
        this.messages = messages;
    }

    /** An HTTP answer. */
    public record Reply(int status, JsonNode body, HttpResponse<String> whole) {
        /** Returns the code of a refusal. */
        public String code() {
            return body.path("code").asString("");
        }
    }

    /** Gives {@code user} a phone that asks for its requests by itself. */
    public static TestPhones of(RunningServer server, UserAccount user) {
        return of(server, user, null);
    }

    /** Gives {@code user} a phone that is reached by web push. */
    public static TestPhones of(RunningServer server, UserAccount user, @Nullable PushSubscription push) {
        TestToken token = TestToken.hotp(server, user);
        KeyPair key = P256.generate(server.part(Randomness.class));
        NewDevice device = new NewDevice(
                (ECPublicKey) key.getPublic(), "linux", "phone", "Linux 6.1", "Test Phone 1", true, true, push);
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Devices.class).bind(token.token(), device));
        return new TestPhones(
                server,
                user,
                token,
                new DeviceMessages(token.token().serial(), server.app().toString(), signer(key)));
    }

    /** Returns the phone's token. */
    public Token token() {
        return token.token();
    }

    /** Returns whose phone it is. */
    public UserAccount user() {
        return user;
    }

    /** Returns the next passcode. */
    public String nextPasscode() {
        return token.next();
    }

    /** Returns what signs for the phone, by the server's clock. */
    public DeviceMessages messages() {
        return messages;
    }

    /** Returns a new stamp. */
    public Stamp stamp() {
        return stamp(server.time().instant());
    }

    /** Returns a stamp of another moment. */
    public Stamp stamp(Instant moment) {
        return Stamp.of(moment, server.part(Randomness.class).bytes(16));
    }

    /** Asks for open requests over HTTP and checks their signature. */
    public List<PushRequest> open() {
        JsonNode tokens =
                post("check", "checks", List.of(messages.check(stamp()))).body().path("tokens");
        List<PushRequest> requests = new ArrayList<>();
        tokens.path(0).path("requests").forEach(jws -> requests.add(verified(jws.asString())));
        return requests;
    }

    /** Returns the one open request. */
    public PushRequest request() {
        List<PushRequest> open = open();
        if (open.size() != 1) {
            throw new IllegalStateException(open.size() + " open requests");
        }
        return open.getFirst();
    }

    /** Believes a request if the virtual server's push key signed it for this token. */
    public PushRequest verified(String jws) {
        ECPublicKey key = server.part(VirtualServers.class)
                .currentKey(user.virtualServer(), KeyPurpose.PUSH)
                .publicKey();
        return PushRequest.verified(
                jws,
                key,
                server.app().toString(),
                token().serial(),
                server.time().instant());
    }

    /** Returns a signed approval with the next passcode. */
    public String approval(PushRequest request, @Nullable String number) {
        return approval(request, number, nextPasscode());
    }

    /** Returns a signed approval. */
    public String approval(PushRequest request, @Nullable String number, String passcode) {
        return messages.approval(stamp(), request, Optional.ofNullable(number), passcode, false);
    }

    /** Returns a signed denial. */
    public String denial(PushRequest request, String reason) {
        return messages.denial(stamp(), request, reason);
    }

    /** Sends an answer. */
    public Reply answer(String jws) {
        return post("answer", "answer", jws);
    }

    /** Calls the device API with one field. */
    public Reply post(String call, String field, Object value) {
        return postBody(call, JSON.writeValueAsString(Map.of(field, value)));
    }

    /** Calls the device API with whatever body. */
    public Reply postBody(String call, String body) {
        HttpResponse<String> response = HTTP.sendAsync(call(call, body), HttpResponse.BodyHandlers.ofString())
                .join();
        String text = response.body();
        JsonNode json = text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
        return new Reply(response.statusCode(), json, response);
    }

    /** Opens the live stream; completes once the headers are there. */
    public CompletableFuture<HttpResponse<InputStream>> stream() {
        String body = JSON.writeValueAsString(Map.of("checks", List.of(messages.check(stamp()))));
        return HTTP.sendAsync(call("stream", body), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest call(String call, String body) {
        return HttpRequest.newBuilder(URI.create(server.app() + "/device/v1/" + call))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static MessageSigner signer(KeyPair key) {
        return message -> {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        };
    }
}
