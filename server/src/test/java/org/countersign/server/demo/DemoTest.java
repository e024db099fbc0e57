package org.countersign.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.CountersignServer;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/** The demo walks from an empty folder to a mail with a link; a server in production has none of it. */
class DemoTest {
    private static final Pattern PASSWORD = Pattern.compile("password +([a-z0-9-]{19}) ");

    @Test
    void doesNotExistInProduction() {
        RunningServer production = RunningServer.get();
        List<JavaClass> parts = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.countersign.server.demo")
                        .stream()
                        .filter(type -> type.isMetaAnnotatedWith(Component.class))
                        .toList();
        assertThat(parts).hasSizeGreaterThan(3).allSatisfy(part -> {
            assertThat(part.isAnnotatedWith(OnlyInDemo.class)).isTrue();
            assertThatThrownBy(() -> production.part(part.reflect())).isInstanceOf(NoSuchBeanDefinitionException.class);
        });
        for (String route : List.of("/demo", "/demo/mailbox", "/demo/mailbox/1", "/console/acme")) {
            assertThat(new TestBrowser(production.pages(), production.pages().resolve(route)).status())
                    .as(route)
                    .isEqualTo(404);
        }
        assertThat(new TestBrowser(production.pages(), production.pages().resolve("/")).body())
                .contains("Countersign")
                .doesNotContainIgnoringCase("demo")
                .doesNotContain("alice");
    }

    @Test
    void walksFromAnEmptyFolderToTheMail(@TempDir Path data) throws IOException {
        URI pages = URI.create("http://localhost:" + freePort());
        String first;
        try (Started demo = start(pages, data);
                RealBrowser browser = new RealBrowser()) {
            first = password(demo.printed());
            assertThat(demo.printed()).contains("Start here   " + pages, "Mailbox      " + pages + "/demo/mailbox");
            Page page = browser.newPage();

            TestBrowser operator = new TestBrowser(pages, pages.resolve("/"));
            assertThat(operator.body()).contains(DemoWorld.USER_PASSWORD);
            operator.open(link(operator.body(), "/console/acme/provision/check"));
            operator.submit("/sign-in", Map.of("userName", "operator", "password", first));
            operator.submit("/provision", Map.of());
            assertThat(operator.body()).contains("Provisioning has started");

            page.navigate(pages + "/demo/mailbox");
            // The page refreshes itself until the mail is there.
            page.locator(".mail").first().waitFor();
            page.locator(".mail").first().click();
            page.locator(".mail-text").waitFor();
            page.locator(".mail-text a").first().click();
            page.locator("#step-open").waitFor();

            page.navigate(pages.toString());
            assertThat(page.locator(".walk-step.done").count()).isEqualTo(2);
        }
        try (Started again = start(pages, data)) {
            String second = password(again.printed());
            assertThat(second).isNotEqualTo(first);
            URI console = pages.resolve("/console/acme");
            assertThat(new TestBrowser(pages, console)
                            .submit("/sign-in", Map.of("userName", "operator", "password", first))
                            .status())
                    .isEqualTo(401);
            assertThat(new TestBrowser(pages, console)
                            .submit("/sign-in", Map.of("userName", "operator", "password", second))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void linksOnlyToOurOwnPagesFromAMail() {
        String text = "Open http://localhost:8080/o/acme/enroll#A1x now.\nNot http://evil.example/ nor"
                + " http://localhost:80801/.";
        List<MailPage.Part> parts = MailPage.parts(text, List.of(URI.create("http://localhost:8080")));
        assertThat(parts.stream().map(MailPage.Part::text).reduce("", String::concat))
                .isEqualTo(text);
        assertThat(parts.stream().filter(MailPage.Part::isLink).map(MailPage.Part::text))
                .containsExactly("http://localhost:8080/o/acme/enroll#A1x");
    }

    private record Started(ConfigurableApplicationContext context, String printed) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    private static Started start(URI pages, Path data) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ConfigurableApplicationContext context = new SpringApplicationBuilder(CountersignServer.class)
                    .run(
                            "--countersign.mode=demo",
                            "--countersign.pages-origin=" + pages,
                            "--countersign.app-origin=http://localhost:" + freePort(),
                            "--countersign.wiki-origin=http://127.0.0.1:" + freePort(),
                            "--countersign.data=" + Files.createDirectories(data),
                            "--server.port=" + pages.getPort());
            return new Started(context, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static String password(String printed) {
        Matcher found = PASSWORD.matcher(printed);
        assertThat(found.find()).as(printed).isTrue();
        return found.group(1);
    }

    private static URI link(String body, String start) {
        Matcher found =
                Pattern.compile("href=\"(" + Pattern.quote(start) + "[^\"]*)\"").matcher(body);
        assertThat(found.find()).isTrue();
        return URI.create(found.group(1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
