package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionOperations;

/** What is written to the outbox leaves once its transaction has committed, whatever is down meanwhile. */
class OutboxTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunningServer server = RunningServer.get();
    private final MailServer mails = server.mailServer();
    private final VirtualServer acme = server.newVirtualServer();
    private final JdbcClient jdbc = server.part(JdbcClient.class);
    private final Outbox outbox = server.part(Outbox.class);
    private final TransactionOperations transactions = server.part(TransactionOperations.class);
    private final String address = "outbox-" + NUMBER.incrementAndGet() + "@example.com";

    private void send(String subject, Instant expiresAt) {
        transactions.executeWithoutResult(
                status -> outbox.mail(acme.id(), new Mail(address, subject, "Some text"), expiresAt));
    }

    private Instant tomorrow() {
        return server.time().instant().plus(Duration.ofDays(1));
    }

    private List<String> states() {
        return jdbc.sql("select state from outbox_message where virtual_server_id = ? order by created_at")
                .param(acme.id().value())
                .query(String.class)
                .list();
    }

    private int attempts() {
        return jdbc.sql("select sum(attempts) from outbox_message where virtual_server_id = ?")
                .param(acme.id().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void deliversAMailAndErasesIt() throws MessagingException {
        send("Grüße aus Köln ✓", tomorrow());
        assertThat(mails.text(address, "Grüße aus Köln ✓")).isEqualTo("Some text");
        MimeMessage message = mails.messages(address).getFirst();
        UUID id = jdbc.sql("select id from outbox_message where virtual_server_id = ?")
                .param(acme.id().value())
                .query(UUID.class)
                .single();
        assertThat(message.getMessageID()).isEqualTo("<" + id + "@localhost>");
        assertThat(message.getFrom()).singleElement().hasToString("countersign@localhost");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        await().atMost(PATIENCE).until(() -> states().equals(List.of("DELIVERED")));
        assertThat(jdbc.sql(
                                "select count(*) from outbox_message where virtual_server_id = ? and sealed_payload is null")
                        .param(acme.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void deliversNothingOfATransactionThatDidNotCommit() {
        transactions.executeWithoutResult(status -> {
            outbox.mail(acme.id(), new Mail(address, "Never", "Some text"));
            status.setRollbackOnly();
        });
        assertThatThrownBy(() -> outbox.mail(acme.id(), new Mail(address, "Never", "Some text")))
                .isInstanceOf(IllegalStateException.class);
        send("After it", tomorrow());
        mails.text(address, "After it");
        assertThat(mails.messages(address)).hasSize(1);
        assertThat(states()).hasSize(1);
    }

    @Test
    void sendsNoHeaderOrRecipientThatWasWrittenIntoTheSubject() throws MessagingException {
        send("Hello\r\nBcc: eve@example.com\r\n\r\nand more", tomorrow());
        mails.text(address, "Hello");
        MimeMessage message = mails.messages(address).getFirst();
        assertThat(message.getSubject()).isEqualTo("Hello  Bcc: eve@example.com    and more");
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(mails.messages("eve@example.com")).isEmpty();
    }

    @Test
    void triesAgainUntilTheMailServerIsBack() {
        mails.stop();
        try {
            send("Late", tomorrow());
            await().atMost(PATIENCE).until(() -> attempts() >= 1);
            server.time().pass(Duration.ofSeconds(30));
            await().atMost(PATIENCE).until(() -> attempts() >= 2);
            assertThat(states()).containsExactly("WAITING");
        } finally {
            mails.start();
        }
        server.time().pass(Duration.ofSeconds(60));
        assertThat(mails.text(address, "Late")).isEqualTo("Some text");
        await().atMost(PATIENCE).until(() -> states().equals(List.of("DELIVERED")));
        assertThat(mails.messages(address)).hasSize(1);
    }

    @Test
    void givesUpWhenItsTimeIsOverAndRecordsIt() {
        mails.stop();
        try {
            send("Too late", server.time().instant().plusSeconds(60));
            await().atMost(PATIENCE).until(() -> attempts() >= 1);
            server.time().pass(Duration.ofSeconds(61));
            await().atMost(PATIENCE).until(() -> states().equals(List.of("GIVEN_UP")));
        } finally {
            mails.start();
        }
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.DELIVERY_GIVEN_UP), null, 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "its time was up"));
        assertThat(jdbc.sql(
                                "select count(*) from outbox_message where virtual_server_id = ? and sealed_payload is null")
                        .param(acme.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void deliversEachMailOnceUnderTwoDispatchers() {
        OutboxDispatcher second = new OutboxDispatcher(
                server.part(OutboxStore.class),
                channels(),
                server.part(Sealing.class),
                server.part(Audit.class),
                server.time(),
                transactions);
        try {
            transactions.executeWithoutResult(status -> IntStream.range(0, 60)
                    .forEach(i -> outbox.mail(acme.id(), new Mail(address, "Number " + i, "Some text"))));
            IntStream.range(0, 20).forEach(i -> second.nudge(Channel.MAIL));
            await().atMost(PATIENCE)
                    .until(() -> states().size() == 60 && Set.copyOf(states()).equals(Set.of("DELIVERED")));
        } finally {
            second.stop();
        }
        assertThat(mails.messages(address).stream().map(MailServer::subjectOf))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(attempts()).isEqualTo(60);
    }

    private ObjectProvider<OutboxChannel> channels() {
        List<OutboxChannel> all = List.of(server.part(MailChannel.class));
        return new ObjectProvider<>() {
            @Override
            public java.util.stream.Stream<OutboxChannel> stream() {
                return all.stream();
            }
        };
    }

    @Test
    void refusesAPayloadThatWasMovedFromAnotherMessage() {
        mails.stop();
        try {
            send("First", tomorrow());
            send("Second", tomorrow());
            await().atMost(PATIENCE).until(() -> attempts() >= 2);
            jdbc.sql("""
                            update outbox_message changed set sealed_payload = other.sealed_payload from outbox_message other
                            where changed.virtual_server_id = ? and other.virtual_server_id = changed.virtual_server_id
                              and changed.id <> other.id
                            """).param(acme.id().value()).update();
        } finally {
            mails.start();
        }
        server.time().pass(Duration.ofSeconds(30));
        await().atMost(PATIENCE).until(() -> states().equals(List.of("GIVEN_UP", "GIVEN_UP")));
        assertThat(mails.messages(address)).isEmpty();
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.SEAL_BROKEN), null, 5))
                .hasSize(2);
    }

    @Test
    void handsMailsToNoServerWithoutEncryptionUnlessToldSo() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Properties shipped = java.util.Objects.requireNonNull(yaml.getObject());
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("localhost");
        sender.setPort(((JavaMailSenderImpl) server.part(JavaMailSender.class)).getPort());
        String prefix = "spring.mail.properties.";
        shipped.forEach((name, value) -> {
            if (name.toString().startsWith(prefix)) {
                sender.getJavaMailProperties()
                        .setProperty(name.toString().substring(prefix.length()), value.toString());
            }
        });
        SmtpMail smtp = new SmtpMail(sender, server.part(CountersignSettings.class));
        assertThat(smtp.deliver(new UUID(1, 2), new Mail(address, "Plain", "Some text")))
                .isInstanceOf(Attempt.Failed.class);
        assertThat(mails.messages(address)).isEmpty();
    }

    @Test
    void hasNoDemoMailboxInProduction() {
        assertThatThrownBy(() -> server.part(DemoMailbox.class)).isInstanceOf(NoSuchBeanDefinitionException.class);
    }

    @Test
    void keepsTheNewestMailsOfADemonstrationAndEachOnce() {
        DemoMailbox mailbox = new DemoMailbox(server.time());
        MailChannel channel = new MailChannel(mailbox);
        for (int i = 0; i < 250; i++) {
            byte[] text = MailText.write(new Mail(address, "Number " + i, "Some text"))
                    .getBytes(StandardCharsets.UTF_8);
            channel.deliver(new UUID(1, i), acme.id(), SecretBytes.copyOf(text));
            channel.deliver(new UUID(1, i), acme.id(), SecretBytes.copyOf(text));
        }
        assertThat(mailbox.messages()).hasSize(200);
        assertThat(mailbox.messages().getFirst().mail().subject()).isEqualTo("Number 249");
        assertThat(mailbox.messages().getLast().mail().subject()).isEqualTo("Number 50");
    }

    @Test
    void forgetsMessagesThirtyDaysAfterTheyAreOver() {
        send("Old", tomorrow());
        await().atMost(PATIENCE).until(this::states, List.of("DELIVERED")::equals);
        jdbc.sql("update outbox_message set created_at = created_at - interval '29 days' where virtual_server_id = ?")
                .param(acme.id().value())
                .update();
        server.part(OutboxSweep.class).forget();
        assertThat(states()).hasSize(1);
        jdbc.sql("update outbox_message set created_at = created_at - interval '2 days' where virtual_server_id = ?")
                .param(acme.id().value())
                .update();
        server.part(OutboxSweep.class).forget();
        assertThat(states()).isEmpty();
    }
}
