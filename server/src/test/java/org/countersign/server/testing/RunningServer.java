package org.countersign.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.countersign.server.CountersignServer;
import org.countersign.server.audit.Actor;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.PasswordCost;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.NamedPages;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The whole server, started once per test JVM on free ports with an embedded database of its own. Tests do not clean up
 * after one another: each takes a virtual server of its own.
 */
public final class RunningServer implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** Unpacked once for all servers; each would unpack its own. */
    private static final Path DATABASE_PROGRAMS = Path.of("target", "postgres-binaries");

    private static final RunningServer INSTANCE = new RunningServer("production", NamedPages.class);

    private final URI pages;
    private final URI app;
    private final MailServer mailServer;
    private final ConfigurableApplicationContext context;

    private RunningServer(String mode, Class<?>... planted) {
        try {
            Path data = Files.createTempDirectory("countersign-test");
            Files.createDirectories(DATABASE_PROGRAMS);
            Files.createSymbolicLink(data.resolve("postgres-binaries"), DATABASE_PROGRAMS.toAbsolutePath());
            pages = URI.create("http://localhost:" + freePort());
            app = URI.create("http://localhost:" + freePort());
            mailServer = new MailServer(freePort());
            context = new SpringApplicationBuilder(CountersignServer.class, TestTimeConfiguration.class)
                    .sources(planted)
                    .run(
                            "--countersign.mode=" + mode,
                            "--countersign.push-services=http://localhost",
                            "--countersign.webhooks=http://localhost",
                            "--countersign.pages-origin=" + pages,
                            "--countersign.app-origin=" + app,
                            "--countersign.wiki-origin=http://127.0.0.1:" + freePort(),
                            "--countersign.data=" + data,
                            "--server.port=" + pages.getPort(),
                            "--spring.mail.host=localhost",
                            "--spring.mail.port=" + mailServer.port(),
                            "--spring.mail.properties.mail.smtp.starttls.required=false");
            hurry(part("dataSource", DataSource.class));
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
    }

    /** Nothing a test looks at depends on the disk: that a server keeps what it said is for the benchmark that kills one. */
    private static void hurry(DataSource server) {
        try (Connection own = server.getConnection();
                Connection owner = DriverManager.getConnection(own.getMetaData().getURL(), "postgres", "postgres");
                Statement settings = owner.createStatement()) {
            settings.execute("alter system set fsync = off");
            settings.execute("alter system set synchronous_commit = off");
            settings.execute("select pg_reload_conf()");
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Returns the server, started. */
    public static RunningServer get() {
        return INSTANCE;
    }

    /** Starts another server, with parts in the place of its own, for a test that closes it: to see a mistake noticed. */
    public static RunningServer planted(Class<?>... parts) {
        return new RunningServer("production", parts);
    }

    /** Starts a server as a first start on somebody's own machine does, for a test that closes it. */
    public static RunningServer demo() {
        return new RunningServer("demo", NamedPages.class);
    }

    /** Stops a server that was started for one test. */
    @Override
    public void close() {
        if (this == INSTANCE) {
            throw new IllegalStateException("other tests use this server");
        }
        context.close();
        mailServer.close();
    }

    /** Returns a part of the server. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns a part of the server that has a name, because there are several of its type. */
    public <T> T part(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Returns the server's clock. */
    public TestTime time() {
        return context.getBean(TestTime.class);
    }

    /** Returns the origin of pages and REST API. */
    public URI pages() {
        return pages;
    }

    /** Returns the origin of the app and the device API. */
    public URI app() {
        return app;
    }

    /** Returns the mail server that this server's mails go to. */
    public MailServer mailServer() {
        return mailServer;
    }

    /** Returns a new virtual server with 100 tokens in its inventory. */
    public VirtualServer newVirtualServer() {
        return newVirtualServer("Test");
    }

    /** Returns a new virtual server of that name with 100 tokens in its inventory. */
    public VirtualServer newVirtualServer(String name) {
        VirtualServer made =
                part(VirtualServers.class).create("test-" + NUMBER.incrementAndGet(), name, new Actor.Server());
        part(Tokens.class).allocate(made.id(), 100, new Actor.Server());
        return made;
    }

    /** Returns a new user whose password is {@code correct horse} and whose mail address is made from the name. */
    public UserAccount newUser(VirtualServer virtualServer, String userName) {
        return part(Users.class)
                .create(
                        virtualServer.id(),
                        userName,
                        userName,
                        userName + "@example.com",
                        "correct horse",
                        new Actor.Server())
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Puts the tests' clock in place of the real one, and hashes passwords so that thousands of users can be made. */
    @Configuration(proxyBeanMethods = false)
    static class TestTimeConfiguration {
        @Bean
        @Primary
        TestTime testTime() {
            return new TestTime();
        }

        @Bean
        @Primary
        PasswordCost testPasswordCost() {
            return new PasswordCost(64, 1);
        }
    }
}
