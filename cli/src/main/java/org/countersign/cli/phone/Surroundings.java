package org.countersign.cli.phone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.countersign.device.Phone;
import org.countersign.device.Platform;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.Transport;
import org.countersign.device.wire.DeviceDescription;

/**
 * What the phone commands find around them.
 *
 * @param input standard input
 * @param password asks for the password on the terminal, without echo; empty without a terminal
 * @param clock the clock
 * @param pause waits
 * @param transport the network
 * @param environment environment variables
 */
public record Surroundings(
        InputStream input,
        Supplier<Optional<String>> password,
        Clock clock,
        Pause pause,
        Transport transport,
        Map<String, String> environment) {

    /** Waits; tests do not. */
    @FunctionalInterface
    public interface Pause {
        /** Lets this much time pass. */
        void pass(Duration duration) throws InterruptedException;
    }

    /** Those of a real process. */
    public static Surroundings ofProcess(InputStream input, Clock clock) {
        return new Surroundings(
                input, Surroundings::askPassword, clock, Thread::sleep, new JdkTransport(), System.getenv());
    }

    private static Optional<String> askPassword() {
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("Password: "))
                .map(String::new);
    }

    /** The phone that lives in this vault. */
    Phone phone(Optional<Path> vault) throws IOException {
        Path file = vault.orElseGet(this::defaultVault).toAbsolutePath();
        SecureRandom random = new SecureRandom();
        FileRecordStore records = new FileRecordStore(file);
        byte[] key = new VaultKeyFile(file, records, random).load();
        return new Phone(new Platform(
                transport, new SoftwareKeyStore(key, records, random), records, clock, random, description()));
    }

    private Path defaultVault() {
        Optional<String> folder =
                Optional.ofNullable(environment.get("XDG_DATA_HOME")).filter(text -> !text.isEmpty());
        Path data =
                folder.map(Path::of).orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".local", "share"));
        return data.resolve("countersign").resolve("phone.vault");
    }

    private static DeviceDescription description() {
        String os = System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", "");
        String lowerCase = os.toLowerCase(Locale.ROOT);
        String platform = "linux";
        if (lowerCase.startsWith("windows")) {
            platform = "windows";
        } else if (lowerCase.startsWith("mac")) {
            platform = "macos";
        }
        return new DeviceDescription(
                platform, "desktop", os.substring(0, Math.min(os.length(), 64)).strip(), "Countersign CLI 1", true);
    }
}
