package org.countersign.journeys;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A push service on this machine: to Firefox what Mozilla's is (hello, register, notification, ack over a WebSocket), to
 * the server what RFC 8030 and RFC 8292 ask for. It takes a message only when everything about it is right.
 */
final class LocalPushService implements AutoCloseable {
    private final ServerSocket door;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger gone = new AtomicInteger();
    private volatile String client = newClient();

    @Nullable
    private volatile PushSocket browser;

    private LocalPushService(ServerSocket door, HttpServer http) {
        this.door = door;
        this.http = http;
    }

    /**
     * A message that was taken for a browser.
     *
     * @param channel the subscription that it is for
     * @param seen all that a push service gets to see of it, byte for character
     */
    record Taken(String channel, String version, PushHead head, String seen) {
        byte[] body() {
            return seen.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static LocalPushService open() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        LocalPushService service = new LocalPushService(
                new ServerSocket(0, 50, here), HttpServer.create(new InetSocketAddress(here, 0), 0));
        service.http.createContext("/send/", service::take);
        service.http.setExecutor(service.threads);
        service.http.start();
        service.threads.execute(service::admit);
        return service;
    }

    /** Returns where browsers connect. */
    URI address() {
        return URI.create("ws://127.0.0.1:" + door.getLocalPort() + "/");
    }

    /** Returns the address below which subscriptions lie. */
    String origin() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /**
     * Subscribes a browser that is not connected: its messages are kept for it.
     *
     * @param channel the name of the subscription
     * @param key of the server that may send
     * @return where messages are sent to
     */
    String subscribe(String channel, String key) {
        keys.put(channel, key);
        return endpoint(channel);
    }

    private String endpoint(String channel) {
        return origin() + "/send/" + channel;
    }

    /** Returns the open subscriptions. */
    Set<String> subscriptions() {
        return Set.copyOf(keys.keySet());
    }

    /** Returns the messages that were taken. */
    List<Taken> taken() {
        return taken;
    }

    /** Returns why messages were not taken. */
    List<String> refusals() {
        return refusals;
    }

    /** Returns how many messages came for subscriptions that have ended. */
    int goneFor() {
        return gone.get();
    }

    /** Says whether the browser has confirmed a message. */
    boolean isAcknowledged(Taken message) {
        return acknowledged.contains(message.version());
    }

    /** Ends all subscriptions unseen: the next message for one of them finds it gone. */
    void endSubscriptions() {
        keys.clear();
    }

    /** Loses what it knows of the browser, which learns of it when it connects again. */
    void forgetBrowser() throws IOException {
        client = newClient();
        keys.clear();
        PushSocket connected = browser;
        if (connected != null) {
            connected.close();
        }
    }

    private static String newClient() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (PushSocket connected = PushSocket.accept(socket)) {
            browser = connected;
            while (true) {
                String text = connected.read();
                connected.send(
                        text.equals("{}")
                                ? "{}"
                                : answer(JsonParser.parseString(text).getAsJsonObject()));
            }
        } catch (IOException gone) {
            // Browsers come and go.
        }
    }

    private String answer(JsonObject message) {
        JsonObject answer = new JsonObject();
        String type = message.has("messageType") ? message.get("messageType").getAsString() : "";
        switch (type) {
            case "hello" -> {
                answer.addProperty("uaid", client);
                answer.addProperty("use_webpush", true);
            }
            case "register" -> {
                String channel = message.get("channelID").getAsString();
                // Firefox pads its base64url, which RFC 8292 does not.
                keys.put(channel, message.get("key").getAsString().replace("=", ""));
                answer.addProperty("channelID", channel);
                answer.addProperty("pushEndpoint", endpoint(channel));
            }
            case "unregister" -> {
                String channel = message.get("channelID").getAsString();
                keys.remove(channel);
                answer.addProperty("channelID", channel);
            }
            case "ack" -> {
                message.getAsJsonArray("updates")
                        .forEach(update -> acknowledged.add(
                                update.getAsJsonObject().get("version").getAsString()));
                return "{}";
            }
            default -> {
                return "{}";
            }
        }
        answer.addProperty("messageType", type);
        answer.addProperty("status", 200);
        return answer.toString();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String channel = exchange.getRequestURI().getPath().substring("/send/".length());
        String key = keys.get(channel);
        int status = key == null ? gone() : deliver(exchange, channel, key, body);
        exchange.getResponseHeaders().add("Location", origin() + "/message/" + taken.size());
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private int gone() {
        gone.incrementAndGet();
        return 410;
    }

    private int deliver(HttpExchange exchange, String channel, String key, byte[] body) throws IOException {
        PushHead head;
        try {
            head = PushHead.read(exchange, body, key, origin());
        } catch (PushHead.Wrong wrong) {
            refusals.add(wrong.getMessage());
            return wrong.status();
        }
        String version = UUID.randomUUID().toString();
        taken.add(new Taken(channel, version, head, new String(body, StandardCharsets.ISO_8859_1)));
        JsonObject headers = new JsonObject();
        headers.addProperty("encoding", "aes128gcm");
        JsonObject notification = new JsonObject();
        notification.addProperty("messageType", "notification");
        notification.addProperty("channelID", channel);
        notification.addProperty("version", version);
        notification.addProperty("data", Base64.getUrlEncoder().withoutPadding().encodeToString(body));
        notification.add("headers", headers);
        PushSocket connected = browser;
        if (connected != null) {
            connected.send(notification.toString());
        }
        return 201;
    }

    @Override
    public void close() throws IOException {
        door.close();
        http.stop(0);
        PushSocket connected = browser;
        if (connected != null) {
            connected.close();
        }
        threads.shutdownNow();
    }
}
