package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@DisplayName("Every page, on a phone and at a desk, in light and dark, and by keyboard alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageTest {
    private static final Path TEMPLATES = Path.of("src", "main", "jte");
    private static final Pattern INCLUDED = Pattern.compile("@template\\.([a-zA-Z0-9_.-]+)\\(");

    /** The first operator of a new virtual server always has an address to mail their link to; the page is for when they had none. */
    private static final Set<String> NEVER_SHOWN = Set.of("console/provider-made");

    private final RunningServer server = RunningServer.get();
    private final Eyes eyes = new Eyes();
    private RunningServer demo;

    @BeforeAll
    void start() {
        demo = RunningServer.demo();
    }

    @AfterAll
    void stop() {
        eyes.close();
        demo.close();
    }

    @TestFactory
    @DisplayName("has no flaw")
    Stream<DynamicTest> hasNoFlaw() {
        return Stream.of(
                        new ConsoleWays(server, eyes).ways(),
                        new DemoWays(demo, eyes).ways(),
                        new EnrollmentWays(server, eyes).ways(),
                        new LoginWays(server, eyes).ways(),
                        new LoginEnds(server, eyes).ways(),
                        new LoginChallenges(server, eyes).ways(),
                        new LoginPins(server, eyes).ways(),
                        new PortalWays(server, eyes).ways(),
                        Stream.of(
                                DynamicTest.dynamicTest("the front door", this::frontDoor),
                                DynamicTest.dynamicTest("no template was left out", this::noneWasLeftOut)))
                .flatMap(ways -> ways);
    }

    private void frontDoor() {
        Page page = eyes.open();
        page.navigate(server.pages().toString());
        assertThat(eyes.look(page, "front")).isEmpty();
    }

    /** A template that no other one includes is a page, and somebody looks at it above. */
    private void noneWasLeftOut() throws IOException {
        Set<String> pages = new TreeSet<>();
        Set<String> parts = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".jte")).toList()) {
                String name = TEMPLATES.relativize(file).toString().replace('\\', '/');
                pages.add(name.substring(0, name.length() - ".jte".length()));
                Matcher included = INCLUDED.matcher(Files.readString(file));
                while (included.find()) {
                    parts.add(included.group(1).replace('.', '/'));
                }
            }
        }
        assertThat(pages).as("templates").hasSizeGreaterThan(100);
        pages.removeAll(parts);
        pages.removeAll(eyes.seen());
        pages.removeAll(NEVER_SHOWN);
        assertThat(pages).as("pages that nobody looked at").isEmpty();
    }
}
