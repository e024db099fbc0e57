package org.countersign.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's Chromium, as tests start it: alone with itself, without first run, updates and calls home. */
public final class Chromium {
    /** What it is started with. */
    public static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final Path WHOLE = Path.of("/usr/bin/chromium");
    private static final Path LEAN = Path.of("/usr/bin/chromium-headless-shell");

    private Chromium() {}

    /** Returns the program that has everything, notifications and cameras included; {@code CHROMIUM} names another one. */
    public static Path whole() {
        return named(WHOLE);
    }

    /**
     * Returns the program without a window of its own, which opens a page in a third of the time, where it is installed;
     * {@code CHROMIUM} names another one.
     */
    public static Path lean() {
        return named(Files.isExecutable(LEAN) ? LEAN : WHOLE);
    }

    private static Path named(Path usual) {
        String other = System.getenv("CHROMIUM");
        return other == null ? usual : Path.of(other);
    }
}
