package org.countersign.journeys;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's Firefox without a window, driven by Marionette, its own remote protocol: lines of JSON over TCP. A browser that
 * really subscribes to a push service, which the Chromium of these tests cannot.
 */
final class Firefox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Firefox hangs for ever on a push call that comes sooner after its start. */
    private static final Duration PUSH_WAKES_UP = Duration.ofSeconds(8);

    /** The key under which the WebDriver standard hands out elements. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    /** What can be clicked now; a request that just appeared takes no answer for a moment. */
    private static final String ENABLED = "[not(@disabled) and not(@aria-disabled='true')]";

    private final Process process;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int messages;

    private Firefox(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Starts with a new profile whose push service is at {@code pushService}, allowed to show notifications. */
    static Firefox start(URI pushService) throws IOException {
        Path profile = Files.createTempDirectory("countersign-firefox");
        Files.writeString(profile.resolve("user.js"), preferences(pushService));
        ProcessBuilder builder = new ProcessBuilder(
                "/usr/bin/firefox-esr",
                "--headless",
                "--marionette",
                "--no-remote",
                "--profile",
                profile.toString(),
                "about:blank");
        builder.environment().put("HOME", profile.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(profile.resolve("firefox.log").toFile())
                .start();
        Firefox firefox = new Firefox(process, connect(process, profile.resolve("MarionetteActivePort")));
        firefox.read();
        firefox.call("WebDriver:NewSession", new JsonObject());
        JsonObject timeouts = new JsonObject();
        timeouts.addProperty("implicit", 20_000);
        timeouts.addProperty("script", 20_000);
        firefox.call("WebDriver:SetTimeouts", timeouts);
        LockSupport.parkNanos(PUSH_WAKES_UP.toNanos());
        return firefox;
    }

    private static String preferences(URI pushService) {
        Map<String, String> preferences = new TreeMap<>();
        preferences.put("marionette.port", "0");
        // What Firefox recommends for automation would switch off the connection to the push service.
        preferences.put("remote.prefs.recommended", "false");
        preferences.put("dom.push.connection.enabled", "true");
        preferences.put("dom.push.serverURL", "'" + pushService + "'");
        preferences.put("dom.push.testing.allowInsecureServerURL", "true");
        preferences.put("dom.push.testing.ignorePermission", "true");
        // So that a lost connection comes back at once.
        preferences.put("dom.push.retryBaseInterval", "500");
        preferences.put("permissions.default.desktop-notification", "1");
        // Its own notifications: the desktop's need a desktop.
        preferences.put("alerts.useSystemBackend", "false");
        // Alone with itself: no first run, no updates, no calls home.
        preferences.put("app.normandy.enabled", "false");
        preferences.put("app.update.disabledForTesting", "true");
        preferences.put("browser.aboutwelcome.enabled", "false");
        preferences.put("browser.safebrowsing.downloads.enabled", "false");
        preferences.put("browser.safebrowsing.malware.enabled", "false");
        preferences.put("browser.safebrowsing.phishing.enabled", "false");
        preferences.put("browser.shell.checkDefaultBrowser", "false");
        preferences.put("datareporting.policy.dataSubmissionEnabled", "false");
        preferences.put("extensions.update.enabled", "false");
        preferences.put("network.captive-portal-service.enabled", "false");
        preferences.put("network.connectivity-service.enabled", "false");
        preferences.put("services.settings.server", "'data:,'");
        preferences.put("termsofuse.bypassNotification", "true");
        preferences.put("toolkit.telemetry.enabled", "false");
        StringBuilder lines = new StringBuilder();
        preferences.forEach((name, value) -> lines.append("user_pref('")
                .append(name)
                .append("', ")
                .append(value)
                .append(");\n"));
        return lines.toString();
    }

    private static Socket connect(Process process, Path portFile) throws IOException {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patienceEnds && process.isAlive()) {
            String port = Files.exists(portFile) ? Files.readString(portFile).strip() : "";
            if (!port.isEmpty()) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
                socket.setSoTimeout((int) PATIENCE.toMillis());
                return socket;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        process.destroyForcibly();
        throw new IOException("Firefox did not start; see firefox.log beside " + portFile);
    }

    /** Goes to an address and waits until it is loaded. */
    void navigate(URI address) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("url", address.toString());
        call("WebDriver:Navigate", parameters);
    }

    /** Leaves every page, so that nothing but workers is left of any site. */
    void leave() throws IOException {
        navigate(URI.create("about:blank"));
    }

    /** Clicks what carries these words, as a person would, once it is there. */
    void press(String words) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty(
                "id", find("//*[self::a or self::button][normalize-space(.)='" + words + "']" + ENABLED));
        call("WebDriver:ElementClick", parameters);
    }

    /** Clicks the button that carries these words among others, once it is there. */
    void pressContaining(String words) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("id", find("//button[contains(., '" + words + "')]" + ENABLED));
        call("WebDriver:ElementClick", parameters);
    }

    /** Clicks the one element of this role, once it is there. */
    void pressRole(String role) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("id", find("//*[@role='" + role + "']" + ENABLED));
        call("WebDriver:ElementClick", parameters);
    }

    /**
     * Waits until the one switch of the page stands so, can be used again, and has for a while: it flips before what it
     * switches is done. Says what the page says if it never does.
     */
    void expectSwitch(boolean on) throws IOException {
        String found = run("""
                return new Promise((resolve) => {
                    const end = Date.now() + 15000;
                    let since = Date.now();
                    const look = () => {
                        const found = document.querySelector('[role="switch"]');
                        const right = found !== null && !found.disabled && found.checked === %s;
                        if (!right) since = Date.now();
                        if (right && Date.now() - since > 1500) resolve('');
                        else if (Date.now() > end) resolve('the switch does not stand so: ' + document.body.innerText);
                        else setTimeout(look, 50);
                    };
                    look();
                });
                """.formatted(on)).getAsString();
        if (!found.isEmpty()) {
            throw new AssertionError(found);
        }
    }

    /** Waits until these words stand in a heading, link or paragraph. */
    void expect(String words) throws IOException {
        find("//*[self::h1 or self::h2 or self::a or self::p or self::button][contains(., '" + words + "')]");
    }

    private String find(String path) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("using", "xpath");
        parameters.addProperty("value", path);
        return call("WebDriver:FindElement", parameters)
                .getAsJsonObject("value")
                .get(ELEMENT)
                .getAsString();
    }

    /** Runs a function's body in the page, waits for the promise it may return, and returns its value. */
    JsonElement run(String body) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("script", body);
        parameters.add("args", new JsonArray());
        return call("WebDriver:ExecuteScript", parameters).get("value");
    }

    private JsonObject call(String command, JsonObject parameters) throws IOException {
        int id = ++messages;
        JsonArray message = new JsonArray();
        message.add(0);
        message.add(id);
        message.add(command);
        message.add(parameters);
        byte[] text = message.toString().getBytes(StandardCharsets.UTF_8);
        out.write((text.length + ":").getBytes(StandardCharsets.US_ASCII));
        out.write(text);
        out.flush();
        JsonArray answer = read().getAsJsonArray();
        if (answer.get(1).getAsInt() != id || !answer.get(2).isJsonNull()) {
            throw new IOException(command + " " + parameters + ": " + answer.get(2));
        }
        return answer.get(3).isJsonObject() ? answer.get(3).getAsJsonObject() : new JsonObject();
    }

    private JsonElement read() throws IOException {
        int length = 0;
        for (int c = in.readUnsignedByte(); c != ':'; c = in.readUnsignedByte()) {
            length = 10 * length + Character.digit(c, 10);
        }
        return JsonParser.parseString(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
