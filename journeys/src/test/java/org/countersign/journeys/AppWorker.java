package org.countersign.journeys;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The app's service worker in a Chromium, reached by the debugging protocol: Playwright for Java has no word for it. */
final class AppWorker {
    private final Page page;
    private final URI app;
    private final CDPSession ofPage;
    private final CDPSession ofBrowser;
    private final Map<Integer, JsonObject> answers = new ConcurrentHashMap<>();
    private int calls;

    AppWorker(Page page, URI app) {
        this.page = page;
        this.app = app;
        ofPage = page.context().newCDPSession(page);
        ofBrowser = page.context().browser().newBrowserCDPSession();
        ofBrowser.on("Target.receivedMessageFromTarget", event -> {
            JsonObject answer =
                    JsonParser.parseString(event.get("message").getAsString()).getAsJsonObject();
            if (answer.has("id")) {
                answers.put(answer.get("id").getAsInt(), answer);
            }
        });
    }

    /**
     * Brings what a push service would have brought, and the browser decrypted; starts the worker if need be, and waits until
     * it has shown a notification. Nobody asks for the notifications before: Chromium forgets one that is about to be shown
     * when it is asked for all of them at that moment.
     */
    void deliver(String plaintext) {
        AtomicReference<@Nullable String> registration = new AtomicReference<>();
        ofPage.on("ServiceWorker.workerRegistrationUpdated", event -> {
            for (JsonElement known : event.getAsJsonArray("registrations")) {
                if (text(known, "scopeURL").startsWith(app.toString())) {
                    registration.set(text(known, "registrationId"));
                }
            }
        });
        ofPage.send("ServiceWorker.enable");
        page.waitForCondition(() -> registration.get() != null);
        JsonObject scope = new JsonObject();
        scope.addProperty("scopeURL", app + "/");
        ofPage.send("ServiceWorker.startWorker", scope);
        run("""
                (() => {
                    const { registration } = self;
                    self.shown = new Promise((resolve, reject) => {
                        registration.showNotification = (...all) => {
                            delete registration.showNotification;
                            const showing = registration.showNotification(...all);
                            showing.then(() => resolve(true), reject);
                            return showing;
                        };
                    });
                    return true;
                })()
                """);
        JsonObject push = new JsonObject();
        push.addProperty("origin", app.toString());
        push.addProperty("registrationId", registration.get());
        push.addProperty("data", plaintext);
        ofPage.send("ServiceWorker.deliverPushMessage", push);
        run("self.shown");
        ofPage.send("ServiceWorker.disable");
    }

    /** Returns the notifications that stand: title, body, and what may be pressed, each on a line of its own. */
    List<String> notifications() {
        List<String> shown = new ArrayList<>();
        run("""
                self.registration.getNotifications().then((all) => all.map(({ title, body, actions }) =>
                    [title, body, ...actions.map((one) => one.action + ': ' + one.title)].join('\\n')))
                """).getAsJsonArray().forEach(one -> shown.add(one.getAsString()));
        return shown;
    }

    /**
     * Clicks the only notification, or one of its actions, and waits until the worker is done with it. Nothing outside of
     * the worker can: the event is dispatched in it, and the window that only a real click may open is noted instead.
     *
     * @param action which one, or nothing for the notification itself
     * @return where a window was opened
     */
    List<String> click(String action) {
        List<String> opened = new ArrayList<>();
        run("""
                (async () => {
                    const [notification] = await self.registration.getNotifications();
                    const opened = [];
                    let work;
                    self.clients.openWindow = (url) => { opened.push(url); return Promise.resolve(null); };
                    ExtendableEvent.prototype.waitUntil = (promise) => { work = promise; };
                    self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '%s' }));
                    delete ExtendableEvent.prototype.waitUntil;
                    await work;
                    return opened;
                })()
                """.formatted(action)).getAsJsonArray().forEach(url -> opened.add(url.getAsString()));
        return opened;
    }

    private JsonElement run(String script) {
        JsonObject attached = new JsonObject();
        attached.addProperty("targetId", target());
        attached.addProperty("flatten", false);
        String session = text(ofBrowser.send("Target.attachToTarget", attached), "sessionId");
        JsonObject evaluation = new JsonObject();
        evaluation.addProperty("expression", script);
        evaluation.addProperty("awaitPromise", true);
        evaluation.addProperty("returnByValue", true);
        JsonObject call = new JsonObject();
        int id = ++calls;
        call.addProperty("id", id);
        call.addProperty("method", "Runtime.evaluate");
        call.add("params", evaluation);
        JsonObject message = new JsonObject();
        message.addProperty("sessionId", session);
        message.addProperty("message", call.toString());
        ofBrowser.send("Target.sendMessageToTarget", message);
        page.waitForCondition(() -> answers.containsKey(id));
        JsonObject result = Objects.requireNonNull(answers.remove(id)).getAsJsonObject("result");
        if (result == null || result.has("exceptionDetails")) {
            throw new IllegalStateException("the worker did not do it: " + result);
        }
        return result.getAsJsonObject("result").get("value");
    }

    /** Returns the worker that runs for this browser's profile: others have workers of the same address. */
    private String target() {
        String profile = text(ofPage.send("Target.getTargetInfo").getAsJsonObject("targetInfo"), "browserContextId");
        AtomicReference<@Nullable String> found = new AtomicReference<>();
        page.waitForCondition(() -> {
            for (JsonElement target : ofBrowser.send("Target.getTargets").getAsJsonArray("targetInfos")) {
                if (text(target, "type").equals("service_worker")
                        && text(target, "browserContextId").equals(profile)
                        && text(target, "url").startsWith(app.toString())) {
                    found.set(text(target, "targetId"));
                }
            }
            return found.get() != null;
        });
        return String.valueOf(found.get());
    }

    private static String text(JsonElement object, String name) {
        return object.getAsJsonObject().get(name).getAsString();
    }
}
