package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("S2 passwords that operators set and people choose")
class PasswordLinksTest {
    private static final Actor SERVER = new Actor.Server();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount ada = server.newUser(acme, "link-" + NUMBER.incrementAndGet());
    private final PasswordLinks links = server.part(PasswordLinks.class);

    @Test
    void chooseAPasswordOnceByTheLinkOfAMail() {
        String code = mailedCode();
        TestBrowser browser = new TestBrowser(server.pages(), page());
        browser.submit("/password", Map.of("code", code, "password", "short", "again", "short"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body())
                .contains("A password has 8 to 256 characters")
                .doesNotContain("value=\"short\"");
        browser.submit("/password", Map.of("code", code, "password", "long enough", "again", "longer enough"));
        assertThat(browser.body()).contains("The two passwords differ");

        browser.submit("/password", Map.of("code", code, "password", "long enough", "again", "long enough"));

        assertThat(browser.address().getPath()).endsWith("/password/done");
        assertThat(browser.body()).contains("Password saved");
        assertThat(password("long enough")).isInstanceOf(PasswordCheck.Accepted.class);
        assertThat(password("correct horse")).isInstanceOf(PasswordCheck.Refused.class);
        browser.open(page())
                .submit("/password", Map.of("code", code, "password", "something else", "again", "something else"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body()).contains("This code does not work");
        assertThat(server.mailServer().text(String.valueOf(ada.mail()), "Your password for"))
                .contains("was changed");
    }

    @Test
    void isUsedUpByOneOfManyAtOnce() throws Exception {
        String code = mailedCode();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<Boolean>> tries = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> links.choose(acme.id(), code, "password number " + i, "::1")))
                    .toList();
            int used = 0;
            for (var one : tries) {
                used += one.get() ? 1 : 0;
            }
            assertThat(used).isEqualTo(1);
        }
    }

    @Test
    void isGoodForADayUntilTheNextAndInItsVirtualServerOnly() {
        String first = mailedCode();
        assertThat(links.isGood(acme.id(), first)).isTrue();
        assertThat(links.isGood(acme.id(), " " + first.toUpperCase(java.util.Locale.ROOT) + " "))
                .isTrue();
        assertThat(links.isGood(server.newVirtualServer().id(), first)).isFalse();
        assertThat(links.isGood(acme.id(), "")).isFalse();

        links.send(acme.id(), ada.id(), SERVER);
        assertThat(links.isGood(acme.id(), first)).isFalse();
        assertThat(links.choose(acme.id(), first, "long enough", "::1")).isFalse();

        server.time().pass(PasswordLinks.LIFETIME.plus(Duration.ofSeconds(1)));
        assertThat(server.part(JdbcClient.class)
                        .sql("select count(*) from password_link where user_id = ?")
                        .param(ada.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        links.forgetExpired();
        assertThat(password("correct horse")).isInstanceOf(PasswordCheck.Accepted.class);
    }

    @Test
    void standsNowhereButInTheMail() {
        String code = mailedCode();
        assertThat(server.part(JdbcClient.class)
                        .sql("select row_to_json(password_link)::text from password_link where user_id = ?")
                        .param(ada.id().value())
                        .query(String.class)
                        .single())
                .doesNotContain(code, code.replace("-", ""));
    }

    @Test
    void isNotSentToWhoeverHasNoAddressOrMayNotSignIn() {
        UserAccount silent = server.part(Users.class)
                .create(acme.id(), "silent", "Silent", null, null, SERVER)
                .orElseThrow();
        assertThat(links.send(acme.id(), silent.id(), SERVER)).isEqualTo(PasswordLinks.Sent.NO_MAIL);
        server.part(UserStates.class).disable(acme.id(), ada.id(), SERVER);
        assertThat(links.send(acme.id(), ada.id(), SERVER)).isEqualTo(PasswordLinks.Sent.NOT_ACTIVE);
    }

    @Test
    void setsAPasswordAndEndsTheLinkAndThePause() {
        String code = mailedCode();
        for (int i = 0; i < 5; i++) {
            password("wrong");
        }
        assertThatThrownBy(() -> links.set(acme.id(), ada.id(), "short", SERVER))
                .isInstanceOf(UnacceptableEntry.class);

        assertThat(links.set(acme.id(), ada.id(), "set by an operator", SERVER)).isTrue();

        assertThat(password("set by an operator")).isInstanceOf(PasswordCheck.Accepted.class);
        assertThat(links.isGood(acme.id(), code)).isFalse();
    }

    private PasswordCheck<UserAccount> password(String typed) {
        return server.part(Users.class).checkPassword(acme.id(), ada.userName(), typed);
    }

    private java.net.URI page() {
        return server.pages().resolve("/o/" + acme.slug() + "/password");
    }

    private String mailedCode() {
        assertThat(links.send(acme.id(), ada.id(), SERVER)).isEqualTo(PasswordLinks.Sent.SENT);
        String text = server.mailServer().text(String.valueOf(ada.mail()), "Choose your password");
        String code = text.lines()
                .filter(line -> line.matches("([a-z0-9]{4}-){5}[a-z0-9]{4}"))
                .findFirst()
                .orElseThrow();
        assertThat(text).contains(page() + "#" + code);
        return code;
    }
}
