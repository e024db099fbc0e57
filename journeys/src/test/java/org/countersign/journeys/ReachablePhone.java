package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A phone whose closed app is reached by a push service on this machine. Chromium's own push client only talks to its
 * maker's: the subscription is made in its place, and what comes for it is read and handed to the worker.
 */
final class ReachablePhone {
    private final Phone phone;
    private final AppWorker worker;
    private final LocalPushService service;
    private final PushRecipient recipient = new PushRecipient();
    private final String channel = UUID.randomUUID().toString();
    private int received;

    ReachablePhone(Phone phone, URI app, LocalPushService service) {
        this.phone = phone;
        this.service = service;
        Page page = phone.page();
        page.context().grantPermissions(List.of("notifications"));
        page.exposeBinding("subscribeWith", (source, arguments) -> subscription((String) arguments[0]));
        page.addInitScript("""
                PushManager.prototype.getSubscription = async () => null;
                PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
                    const decoded = (text) =>
                        Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0)).buffer;
                    const encoded = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey)))
                        .replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
                    const { endpoint, ...keys } = await subscribeWith(encoded);
                    return { endpoint, getKey: (name) => decoded(keys[name]) };
                };
                """);
        worker = new AppWorker(page, app);
    }

    private Map<String, String> subscription(String serverKey) {
        return Map.of(
                "endpoint", service.subscribe(channel, serverKey),
                "p256dh", recipient.publicKey(),
                "auth", recipient.authSecret());
    }

    Phone phone() {
        return phone;
    }

    AppWorker worker() {
        return worker;
    }

    /** Leaves the app: nothing of it runs but its worker. */
    void close() {
        phone.page().navigate("about:blank");
    }

    /** Waits for the next message, hands the worker what is in it, and waits until it has shown its notification. */
    JsonObject receive() {
        phone.page()
                .waitForCondition(() ->
                        messages().size() > received || !service.refusals().isEmpty());
        assertThat(service.refusals()).isEmpty();
        String plaintext = recipient.read(messages().get(received++).body());
        worker.deliver(plaintext);
        assertThat(worker.notifications()).isNotEmpty();
        return JsonParser.parseString(plaintext).getAsJsonObject();
    }

    private List<LocalPushService.Taken> messages() {
        return service.taken().stream()
                .filter(message -> message.channel().equals(channel))
                .toList();
    }
}
