package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** An organisation with an operator, and what the tests of enrollment ask of the server. */
final class EnrollmentFixture {
    static final String PASSWORD = "correct horse";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final RunningServer server = RunningServer.get();
    final VirtualServer acme = server.newVirtualServer();
    final JdbcClient jdbc = server.part(JdbcClient.class);
    final Tokens tokens = server.part(Tokens.class);
    final Enrollment enrollment = server.part(Enrollment.class);
    final String operatorMail = "operator-" + NUMBER.incrementAndGet() + "@example.com";

    EnrollmentFixture() {
        server.part(Operators.class).create(acme.id(), "olga", operatorMail, PASSWORD, new Actor.Server());
    }

    /** Returns a new user with a mail address that no other test uses. */
    UserAccount user() {
        return server.newUser(acme, "ada-" + NUMBER.incrementAndGet());
    }

    /** Returns a phone with a link that was shown on a page. */
    RawPhone phone(UserAccount user) {
        return new RawPhone(server, TestPhone.offer(server, user));
    }

    /** Provisions a user and returns the link for the app out of the mail. */
    String mailedLink(UserAccount user) {
        server.part(Provisioning.class).provision(acme.id(), List.of(user.id()), new Actor.Server());
        String text = server.mailServer().text(String.valueOf(user.mail()), "Set up your authenticator");
        return line(text, server.app() + "/enroll#");
    }

    /** Returns the line of a text that starts so. */
    static String line(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line starts with " + start + " in:\n" + text));
    }

    List<AuditEntry> audited(UserAccount user, AuditType type) {
        return server.part(Audit.class).recent(acme.id(), Set.of(type), user.id(), 100);
    }

    Token token(UserAccount user) {
        return tokens.of(acme.id(), user.id()).getFirst();
    }

    CodeCheck spend(UserAccount user, String passcode) {
        return Optional.ofNullable(server.part(TransactionOperations.class)
                        .execute(status -> server.part(Passcodes.class).spend(acme.id(), user.id(), passcode)))
                .orElseThrow();
    }

    EnrollmentState state(RawPhone phone) {
        return enrollment.state(phone.id()).orElseThrow();
    }

    int failures(RawPhone phone) {
        return jdbc.sql("select failures from enrollment where id = ?")
                .param(phone.activation.enrollment())
                .query(Integer.class)
                .single();
    }

    void forgetFailures(RawPhone phone) {
        jdbc.sql("update enrollment set failures = 0 where id = ?")
                .param(phone.activation.enrollment())
                .update();
    }

    /** Returns a phone that has bound itself by a mailed link; its activation is next. */
    RawPhone claimedFromTheMail(UserAccount user) {
        RawPhone phone = new RawPhone(server, mailedLink(user));
        assertThat(phone.begin().code()).isEqualTo("ok");
        assertThat(phone.finish().code()).isEqualTo("ok");
        return phone;
    }

    /** Makes all calls at the same moment and returns what each returned. */
    static <T> List<T> atOnce(List<Callable<T>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }
}
