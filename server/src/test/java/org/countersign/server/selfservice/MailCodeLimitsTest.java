package org.countersign.server.selfservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody's mailbox is flooded with codes, from however many addresses and under however many names they are asked for. */
@DisplayName("S7: limits of codes by mail")
class MailCodeLimitsTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final String mailbox = "crew@" + acme.slug() + ".example";

    private void newUser(String name, String mail) {
        assertThat(server.part(Users.class).create(acme.id(), name, name, mail, "correct horse", new Actor.Server()))
                .isPresent();
    }

    private Optional<UUID> ask(String name, int source) {
        return server.part(MailCodes.class).send(acme.id(), name, MailCodes.Purpose.ENROLL, "203.0.113." + source);
    }

    private int recorded(String type) {
        return server.part(JdbcClient.class)
                .sql("select count(*) from audit_event where virtual_server_id = ? and type = ?")
                .params(acme.id().value(), type)
                .query(Integer.class)
                .single();
    }

    private void awaitRecorded(String type, int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(recorded(type)).isEqualTo(count));
    }

    @Test
    @DisplayName("sends three to one person in ten minutes, from however many addresses they are asked for")
    void sendsThreeToOnePerson() {
        newUser("ada", mailbox);
        for (int i = 0; i < 3; i++) {
            assertThat(ask("ada", i)).isPresent();
        }
        assertThat(ask("ADA", 4)).isEmpty();
        assertThat(ask("nobody", 5)).isPresent();
        awaitRecorded("MAIL_CODE_SENT", 3);
    }

    @Test
    @DisplayName("sends three to one mailbox, however many accounts have it, and answers all alike")
    void sendsThreeToOneMailbox() {
        for (int i = 0; i < 6; i++) {
            newUser("crew" + i, i % 2 == 0 ? mailbox : mailbox.toUpperCase(Locale.ROOT));
            assertThat(ask("crew" + i, i)).isPresent();
        }
        awaitRecorded("MAIL_CODE_WITHHELD", 3);
        assertThat(recorded("MAIL_CODE_SENT")).isEqualTo(3);
        server.time().pass(Duration.ofMinutes(11));
        assertThat(ask("crew0", 9)).isPresent();
        awaitRecorded("MAIL_CODE_SENT", 4);
    }

    @Test
    @DisplayName("sends three to somebody whose name the database finds under several spellings")
    void sendsThreeUnderAllSpellings() {
        newUser("irisin", mailbox);
        // The database folds some letters otherwise than the count of typed names does: a dotted capital I becomes an
        // i.
        String[] spellings = {
            "irisin", "\u0130risin", "ir\u0130sin", "iris\u0130n", "\u0130r\u0130sin", "\u0130ris\u0130n"
        };
        for (int i = 0; i < spellings.length; i++) {
            assertThat(ask(spellings[i], i)).isPresent();
        }
        server.mailServer().text(mailbox, "Your verification code");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> recorded("MAIL_CODE_SENT") >= 1 && recorded("MAIL_CODE_SENT") <= 3);
    }

    @Test
    @DisplayName("opens a hundred codes for one network in ten minutes, whatever the names, and others for the next")
    void limitsANetwork() {
        for (int i = 0; i < MailCodeStore.MOST_FROM_ONE_NETWORK; i++) {
            assertThat(ask("name" + i, 1)).isPresent();
        }
        assertThat(ask("one more", 1)).isEmpty();
        assertThat(ask("one more", 2)).isPresent();
        server.time().pass(Duration.ofMinutes(11));
        assertThat(ask("one more", 1)).isPresent();
    }
}
