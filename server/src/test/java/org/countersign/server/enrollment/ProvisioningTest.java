package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainCheck;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.Test;

/** A provisioning task happens as a whole, or not at all. */
class ProvisioningTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final Provisioning provisioning = acme.server.part(Provisioning.class);
    private final Actor operator = new Actor.Operator(new OperatorId(java.util.UUID.randomUUID()));

    private ProvisioningOutcome provision(UserAccount... users) {
        return provisioning.provision(
                acme.acme.id(),
                java.util.Arrays.stream(users).map(UserAccount::id).toList(),
                operator);
    }

    private int count(String table) {
        return acme.jdbc
                .sql("select count(*) from " + table + " where virtual_server_id = ?")
                .param(acme.acme.id().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void reservesATokenAndMailsALinkForEachUser() {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        assertThat(provision(ada, bob, ada)).isInstanceOfSatisfying(ProvisioningOutcome.Started.class, started -> {
            assertThat(started.users()).isEqualTo(2);
            assertThat(started.number()).isEqualTo(1);
        });
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(98);
        String toAda = acme.server.mailServer().text(String.valueOf(ada.mail()), "Set up your authenticator");
        String toBob = acme.server.mailServer().text(String.valueOf(bob.mail()), "Set up your authenticator");
        assertThat(EnrollmentFixture.line(toAda, "http")).isNotEqualTo(EnrollmentFixture.line(toBob, "http"));
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_STARTED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo(operator.text()));
        assertThat(provision(bob))
                .isInstanceOfSatisfying(
                        ProvisioningOutcome.Started.class,
                        again -> assertThat(again.number()).isEqualTo(2));
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(98);
        assertThat(acme.audited(bob, AuditType.ENROLLMENT_REVOKED)).hasSize(1);
    }

    @Test
    void givesAUserWhoHasATokenInUseAnother() {
        UserAccount ada = acme.user();
        TestPhone.of(acme.server, ada);
        assertThat(provision(ada)).isInstanceOf(ProvisioningOutcome.Started.class);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id()))
                .extracting(token -> token.state())
                .containsExactlyInAnyOrder(TokenState.ACTIVE, TokenState.ASSIGNED);
    }

    @Test
    void changesNothingWhenTheInventoryIsTooSmall() {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        UserAccount eve = acme.user();
        RawPhone open = acme.phone(ada);
        acme.jdbc
                .sql("""
                        update token set state = 'LOST' where virtual_server_id = ? and state = 'INVENTORY'
                          and id not in (select id from token where virtual_server_id = ? and state = 'INVENTORY' limit 1)
                        """)
                .params(acme.acme.id().value(), acme.acme.id().value())
                .update();
        int mails = count("outbox_message");
        assertThat(provision(ada, bob, eve)).isEqualTo(new ProvisioningOutcome.InventoryTooSmall(1, 2));
        assertThat(count("provisioning_task")).isZero();
        assertThat(count("outbox_message")).isEqualTo(mails);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(1);
        assertThat(acme.state(open)).isInstanceOf(EnrollmentState.Open.class);
        assertThat(provision(ada, bob)).isInstanceOf(ProvisioningOutcome.Started.class);
        assertThat(acme.enrollment.offerOnPage(acme.acme.id(), eve.id(), operator))
                .isInstanceOf(OfferOutcome.NoInventory.class);
    }

    @Test
    void namesUsersItCannotMailOrDoesNotKnow() {
        UserAccount ada = acme.user();
        UserAccount silent = acme.server
                .part(Users.class)
                .create(acme.acme.id(), "silent", "Silent", null, "correct horse", operator)
                .orElseThrow();
        UserAccount foreign = acme.server.newUser(acme.server.newVirtualServer(), "foreign");
        UserId nobody = new UserId(java.util.UUID.randomUUID());
        assertThat(provision(ada, silent)).isEqualTo(new ProvisioningOutcome.NoMailAddress(List.of(silent.id())));
        assertThat(provision(ada, foreign)).isEqualTo(new ProvisioningOutcome.UnknownUsers(List.of(foreign.id())));
        assertThat(provisioning.provision(acme.acme.id(), List.of(nobody), operator))
                .isEqualTo(new ProvisioningOutcome.UnknownUsers(List.of(nobody)));
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
    }

    @Test
    void leavesOneOpenEnrollmentPerUserWhenManyTasksStartAtOnce() throws InterruptedException, ExecutionException {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> futures = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                boolean forwards = i % 2 == 0;
                Callable<Object> task = () -> forwards ? provision(ada, bob) : provision(bob, ada);
                futures.add(threads.submit(task));
                futures.add(
                        threads.submit(() -> (Object) acme.enrollment.offerOnPage(acme.acme.id(), bob.id(), operator)));
            }
            for (Future<Object> future : futures) {
                assertThat(future.get()).isInstanceOfAny(ProvisioningOutcome.Started.class, OfferOutcome.Offered.class);
            }
        }
        assertThat(acme.jdbc
                        .sql("select count(*) from enrollment where virtual_server_id = ? and state = 'OPEN'")
                        .param(acme.acme.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(98);
        Audit audit = acme.server.part(Audit.class);
        assertThat(audit.recent(acme.acme.id(), Set.of(AuditType.TASK_CREATED), null, 50))
                .extracting(entry -> entry.details().get("number"))
                .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
        assertThat(audit.verify(acme.acme.id())).isInstanceOf(ChainCheck.Intact.class);
    }
}
