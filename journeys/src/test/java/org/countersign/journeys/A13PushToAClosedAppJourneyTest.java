package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.countersign.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Sign-in requests reach an app that is closed: Firefox as the real client of a push service on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class A13PushToAClosedAppJourneyTest {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private LocalPushService service;
    private Path log;
    private ServerProcess server;
    private ApiClient api;
    private Firefox phone;

    @BeforeAll
    void start() throws Exception {
        service = LocalPushService.open();
        log = Files.createTempDirectory("countersign-closed-log");
        server = ServerProcess.start(ServerProcess.Launch.ofJar(ROOT, Files.createTempDirectory("countersign-closed"))
                .with("--countersign.push-services=http://127.0.0.1")
                .with("--server.tomcat.accesslog.enabled=true")
                .with("--server.tomcat.accesslog.buffered=false")
                .with("--server.tomcat.accesslog.directory=" + log));
        api = new ApiClient(server);
        // Each request is cancelled when it has arrived; as usual they would be withheld after the third.
        JsonObject policy = api.get("/policy").object();
        policy.getAsJsonObject("push").addProperty("deniedLimit", 10);
        assertThat(api.put("/policy", policy.toString()).status()).isEqualTo(200);
        phone = Firefox.start(service.address());
    }

    @AfterAll
    void stop() throws IOException {
        phone.close();
        server.close();
        service.close();
    }

    @Test
    @Order(1)
    @DisplayName("A13: enrolling with push allowed brings the browser's subscription to the server")
    void enrollsWithPushAllowed() throws Exception {
        phone.navigate(api.linkForAlice());
        phone.expect("Name your token");
        phone.press("Continue");
        phone.expect("Get sign-in requests");
        phone.press("Allow");
        phone.expect("Your token is ready");
        assertThat(service.subscriptions()).hasSize(1);
    }

    @Test
    @Order(2)
    @DisplayName("A13: a request reaches the closed app, encrypted, and becomes a notification")
    void reachesTheClosedApp() throws Exception {
        phone.leave();
        JsonObject request = ask();
        LocalPushService.Taken message = taken(1);
        until(() -> service.isAcknowledged(message), "the browser confirms the message");
        until(() -> calls("receipt") == 1, "the worker sends its receipt");
        assertThat(api.progress(id(request)).get("delivered").getAsBoolean()).isTrue();
        assertThat(message.head().urgency()).isEqualTo("high");
        assertThat(message.head().seconds()).isBetween(1, 90);
        assertThat(message.head().subject()).startsWith("mailto:");
        assertThat(message.seen()).doesNotContain("alice", "serial", "request");
        assertThat(api.progress(id(request)).get("opened").getAsBoolean()).isFalse();
        assertThat(notifications()).contains("Signing in to Command line?").contains("alice");
        cancel(request);
        assertThat(notifications()).as("an answered request asks no more").isEmpty();
    }

    @Test
    @Order(3)
    @DisplayName(
            "A13: a subscription that has ended at the push service is dropped, and made anew when the app is opened")
    void mendsASubscriptionThatHasEnded() throws Exception {
        phone.leave();
        service.endSubscriptions();
        JsonObject unseen = ask();
        until(() -> service.goneFor() == 1, "the push service says that the subscription is gone");
        long settings = calls("settings");
        // The server may still be noting what the push service said: then the app is opened once more.
        until(() -> openedApp(() -> calls("settings") > settings), "the app tells the server of another subscription");
        assertThat(service.subscriptions()).hasSize(1);
        cancel(unseen);
        assertThatARequestReachesTheClosedApp(2);
    }

    @Test
    @Order(4)
    @DisplayName("A13: a subscription that the browser replaces is told by the worker, with no page open")
    void tellsOfAReplacedSubscription() throws Exception {
        phone.leave();
        long settings = calls("settings");
        service.forgetBrowser();
        until(() -> calls("settings") > settings, "the worker tells the server of another subscription");
        assertThat(service.subscriptions()).hasSize(1);
        assertThatARequestReachesTheClosedApp(3);
    }

    @Test
    @Order(5)
    @DisplayName(
            "A13 and A17: with Autosend off the server knows, and nothing is sent; switched on, requests come again")
    void sendsNothingWithAutosendOff() throws Exception {
        switchAutosend(false);
        phone.leave();
        ApiClient.Answer refused = api.askAlice();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.object().get("code").getAsString()).isEqualTo("push_not_possible");
        switchAutosend(true);
        assertThatARequestReachesTheClosedApp(4);
    }

    /** Switches, and waits until the switch stands so: it does when the server has confirmed it, and not before. */
    private void switchAutosend(boolean on) throws Exception {
        phone.navigate(server.app());
        phone.expect("Check for requests");
        phone.run("document.querySelector('a[href^=\"#token/\"]').click()");
        phone.pressRole("switch");
        phone.expectSwitch(on);
    }

    /** Asks while no page is open, and cancels in the app then. */
    private void assertThatARequestReachesTheClosedApp(int message) throws Exception {
        phone.leave();
        long receipts = calls("receipt");
        JsonObject request = ask();
        until(() -> service.isAcknowledged(taken(message)), "the browser confirms the message");
        until(() -> calls("receipt") > receipts, "the worker sends its receipt");
        assertThat(service.taken()).hasSize(message);
        assertThat(notifications()).contains("Signing in to Command line?");
        cancel(request);
    }

    private void cancel(JsonObject request) throws Exception {
        phone.navigate(URI.create(server.app() + "/#request/" + id(request)));
        phone.expect("Sign-in request");
        phone.press("No, it wasn’t me");
        phone.pressContaining("I cancelled");
        phone.expect("Request cancelled");
        until(() -> api.progress(id(request)).get("state").getAsString().equals("denied"), "the request is denied");
    }

    private JsonObject ask() throws IOException, InterruptedException {
        ApiClient.Answer answer = api.askAlice();
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.object();
    }

    private static String id(JsonObject request) {
        return request.get("id").getAsString();
    }

    /** Returns how often a call of the device API was answered with 200. */
    private long calls(String call) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines.stream()
                    .filter(line -> line.contains("POST /device/v1/" + call + " HTTP/1.1\" 200"))
                    .count();
        }
    }

    private LocalPushService.Taken taken(int count) throws Exception {
        until(
                () -> service.taken().size() >= count || !service.refusals().isEmpty(),
                "a message comes to the push service");
        assertThat(service.refusals()).isEmpty();
        return service.taken().get(count - 1);
    }

    /** Opens the app and returns what its worker has shown meanwhile. */
    private String notifications() throws IOException {
        phone.navigate(server.app());
        JsonElement shown = phone.run("""
                return navigator.serviceWorker.getRegistration('/')
                    .then((registration) => registration.getNotifications())
                    .then((all) => all.map(({ title, body }) => title + ' ' + body).join('\\n'))
                """);
        return shown.getAsString();
    }

    /** Something that becomes true in a while. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Opens the app and says whether what is waited for comes within some seconds. */
    private boolean openedApp(Condition condition) throws Exception {
        phone.navigate(server.app());
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return condition.holds();
    }

    private static void until(Condition condition, String what) throws Exception {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(patienceEnds);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
