package org.countersign.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.countersign.device.wire.Place;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.policy.TargetRules;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One question at a time, to whoever asked and nobody else, and not so often that people tap to be left alone. */
class PushRequestsTest {
    private final PushFixture ada = new PushFixture();

    private PushProgress answered(String decision) {
        PushProgress started = ada.start();
        PushRequest request = ada.phone.request();
        String answer = decision.equals("approve")
                ? ada.phone.approval(request, started.number())
                : ada.phone.denial(request, decision);
        assertThat(ada.phone.answer(answer).status()).isEqualTo(200);
        return ada.progress(started);
    }

    @Test
    void showsWhoAsksFromWhere() {
        PushProgress started = ada.start();
        PushRequest request = ada.phone.request();
        assertThat(request.id()).isEqualTo(started.id().toString());
        assertThat(request.context().application()).isEqualTo("Acme Wiki");
        assertThat(request.context().account()).isEqualTo("ada");
        assertThat(request.context().ip()).isEqualTo("203.0.113.7");
        assertThat(request.context().browser()).contains("Firefox");
        assertThat(request.expiry()).isEqualTo(started.expiresAt());
        assertThat(request.numberLength()).isEqualTo(2);
        assertThat(started.number()).matches("[0-9]{2}");
        assertThat(ada.progress(started).number()).isEqualTo(started.number());
    }

    @Test
    void saysWhereTheAddressSeemsToBe() {
        ada.start();
        assertThat(ada.phone.request().context().place())
                .as("an address of nobody")
                .isEmpty();
        PushOrder fromAmsterdam = new PushOrder(
                ada.user.virtualServer(),
                ada.user.id(),
                "Acme Wiki",
                "oidc",
                "browser 2",
                new Visitor("193.0.6.139", null, null));
        assertThat(ada.pushes.start(fromAmsterdam)).isInstanceOf(PushStart.Started.class);
        assertThat(ada.phone.request().context().place())
                .contains(new Place(false, Optional.of("NL"), Optional.empty()));
    }

    @Test
    void isForgottenThirtyDaysAfterItIsOver() {
        PushProgress open = ada.start();
        PushFixture bob = new PushFixture();
        PushProgress over = bob.start();
        bob.phone.answer(bob.phone.denial(bob.phone.request(), "cancelled"));
        ada.server
                .part(JdbcClient.class)
                .sql("update push_request set created_at = created_at - interval '31 days' where id in (?, ?)")
                .params(open.id().value(), over.id().value())
                .update();
        ada.server.part(PushSweep.class).forget();
        assertThat(bob.pushes.progress(bob.user.virtualServer(), over.id(), PushFixture.REQUESTER))
                .isEmpty();
        assertThat(bob.recorded(AuditType.PUSH_DENIED)).isNotNull();
        assertThat(ada.pushes.progress(ada.user.virtualServer(), open.id(), PushFixture.REQUESTER))
                .as("an open one stays")
                .isPresent();
    }

    @Test
    void isApprovedAndUsedOnceByWhoeverAsked() {
        PushProgress approved = answered("approve");
        assertThat(approved.state()).isEqualTo(PushState.APPROVED);
        assertThat(approved.number()).isNull();
        assertThat(ada.consume(approved.id(), "browser 2")).isEqualTo(new PushConsumption.Nothing(PushState.EXPIRED));
        assertThat(ada.consume(approved.id(), PushFixture.REQUESTER))
                .isEqualTo(new PushConsumption.Consumed(
                        ada.user.id(), ada.phone.token().id(), ada.phone.token().serial()));
        assertThat(ada.consume(approved.id(), PushFixture.REQUESTER))
                .isEqualTo(new PushConsumption.Nothing(PushState.CONSUMED));
        assertThat(ada.count(AuditType.PUSH_APPROVED)).isEqualTo(1);
        assertThat(ada.count(AuditType.PUSH_CONSUMED)).isEqualTo(1);
    }

    @Test
    void isUsedOnceHoweverManyTryAtOnce() {
        PushProgress approved = answered("approve");
        long consumed = IntStream.range(0, 32)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ada.consume(approved.id(), PushFixture.REQUESTER)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(PushConsumption.Consumed.class::isInstance)
                .count();
        assertThat(consumed).isEqualTo(1);
    }

    @Test
    void isWorthNothingTenMinutesLater() {
        PushProgress approved = answered("approve");
        ada.server.time().pass(Duration.ofMinutes(10));
        assertThat(ada.consume(approved.id(), PushFixture.REQUESTER)).isInstanceOf(PushConsumption.Nothing.class);
    }

    @Test
    void isNobodyElsesToSee() {
        PushProgress started = ada.start();
        assertThat(ada.progress(started, "browser 2")).isEmpty();
        PushFixture other = new PushFixture();
        assertThat(other.pushes.progress(other.organisation.id(), started.id(), PushFixture.REQUESTER))
                .isEmpty();
    }

    @Test
    void endsWithTheReasonThatThePersonGave() {
        PushProgress denied = answered("cancelled");
        assertThat(denied.state()).isEqualTo(PushState.DENIED);
        assertThat(denied.reason()).isEqualTo("cancelled");
        assertThat(ada.consume(denied.id(), PushFixture.REQUESTER))
                .isEqualTo(new PushConsumption.Nothing(PushState.DENIED));
    }

    @Test
    void tellsTheOperatorsOfAReportAndStopsAsking() {
        ada.server
                .part(Operators.class)
                .create(ada.organisation.id(), "op", "op@example.com", "correct horse", new Actor.Server());
        assertThat(answered("not_me").state()).isEqualTo(PushState.REPORTED);
        assertThat(ada.recorded(AuditType.PUSH_REPORTED).details()).containsEntry("reason", "not_me");
        assertThat(ada.server
                        .part(JdbcClient.class)
                        .sql("select count(*) from outbox_message where virtual_server_id = ? and channel = 'MAIL'")
                        .param(ada.organisation.id().value())
                        .query(Integer.class)
                        .single())
                .as("to the operator, and to the user")
                .isEqualTo(2);
        assertThat(ada.tryToStart("browser 2")).isInstanceOf(PushStart.Withheld.class);
        assertThat(ada.recorded(AuditType.PUSH_WITHHELD).details()).containsEntry("reason", "reported");
        ada.server.time().pass(Duration.ofMinutes(11));
        assertThat(ada.tryToStart("browser 2")).isInstanceOf(PushStart.Started.class);
    }

    @Test
    void joinsTheOpenRequestOfTheSameRequester() {
        PushProgress first = ada.start();
        assertThat(ada.start().id()).isEqualTo(first.id());
        assertThat(ada.phone.open()).hasSize(1);
    }

    @Test
    void givesWayToAnotherRequester() {
        PushProgress first = ada.start("browser 1");
        PushProgress second = ada.start("browser 2");
        assertThat(ada.progress(first).state()).isEqualTo(PushState.SUPERSEDED);
        assertThat(ada.phone.request().id()).isEqualTo(second.id().toString());
        assertThat(ada.recorded(AuditType.PUSH_SUPERSEDED).details()).containsEntry("reason", "newer");
    }

    @Test
    void keepsOneOpenHoweverManyStartAtOnce() {
        IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ada.tryToStart("browser " + i)))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(ada.phone.open()).hasSize(1);
        assertThat(ada.count(AuditType.PUSH_STARTED))
                .isEqualTo(PolicySettings.DEFAULT.push().unansweredLimit());
    }

    @Test
    void isWithheldAfterThreeUnanswered() {
        for (int i = 0; i < 3; i++) {
            PushProgress started = ada.start("browser " + i);
            ada.server.time().pass(Duration.ofSeconds(61));
            assertThat(ada.progress(started, "browser " + i).orElseThrow().state())
                    .isEqualTo(PushState.EXPIRED);
        }
        assertThat(ada.tryToStart("browser 4")).isInstanceOf(PushStart.Withheld.class);
        assertThat(ada.recorded(AuditType.PUSH_WITHHELD).details()).containsEntry("reason", "unanswered");
        ada.server.time().pass(Duration.ofMinutes(10));
        assertThat(ada.tryToStart("browser 4")).isInstanceOf(PushStart.Started.class);
    }

    @Test
    void isWithheldAfterThreeDenials() {
        for (int i = 0; i < 3; i++) {
            ada.start("browser " + i);
            ada.phone.answer(ada.phone.denial(ada.phone.request(), "cancelled"));
        }
        assertThat(ada.tryToStart("browser 4")).isInstanceOf(PushStart.Withheld.class);
        assertThat(ada.recorded(AuditType.PUSH_WITHHELD).details()).containsEntry("reason", "denied");
        ada.server.time().pass(Duration.ofMinutes(11));
        assertThat(ada.tryToStart("browser 4")).isInstanceOf(PushStart.Started.class);
    }

    @Test
    void isWithheldAfterAsManyDenialsAsTheRulesSay() {
        PushRules rules = new PushRules(true, 2, 60, 3, 1, false, TargetRules.ALL);
        ada.server
                .part(Policies.class)
                .change(ada.organisation.id(), PolicySettings.DEFAULT.with(rules), new Actor.Server());
        ada.start("browser 1");
        ada.phone.answer(ada.phone.denial(ada.phone.request(), "cancelled"));
        assertThat(ada.tryToStart("browser 2")).isInstanceOf(PushStart.Withheld.class);
    }

    @Test
    void ringsThreeTimesWhenSomebodyStartsAThousand() {
        for (int i = 0; i < 1000; i++) {
            ada.tryToStart("browser " + i);
        }
        assertThat(ada.count(AuditType.PUSH_STARTED)).isEqualTo(3);
    }

    @Test
    void isNotPossibleWithoutAPhoneOrWithoutThePolicy() {
        UserAccount bob = ada.server.newUser(ada.organisation, "bob");
        assertThat(ada.pushes.start(PushFixture.order(bob, "browser 1"))).isInstanceOf(PushStart.NotPossible.class);
        ada.server
                .part(Tokens.class)
                .revoke(ada.organisation.id(), ada.phone.token().id(), new Actor.Server());
        assertThat(ada.tryToStart("browser 1")).isInstanceOf(PushStart.NotPossible.class);
    }

    @Test
    void isWithdrawnByItsRequesterOnly() {
        PushProgress started = ada.start();
        ada.pushes.withdraw(ada.organisation.id(), started.id(), "browser 2");
        assertThat(ada.progress(started).state()).isEqualTo(PushState.PENDING);
        ada.pushes.withdraw(ada.organisation.id(), started.id(), PushFixture.REQUESTER);
        assertThat(ada.progress(started).state()).isEqualTo(PushState.SUPERSEDED);
    }

    @Test
    void wakesWhoeverWaitsWhenItIsAnswered() {
        PushProgress started = ada.start();
        PushRequest request = ada.phone.request();
        PushProgress seen = ada.progress(started);
        CompletableFuture<Optional<PushProgress>> waiting = ada.pushes.await(
                ada.organisation.id(), started.id(), PushFixture.REQUESTER, seen, Duration.ofSeconds(30));
        assertThat(waiting).isNotDone();
        ada.phone.answer(ada.phone.approval(request, started.number()));
        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(1))
                .satisfies(now -> assertThat(now.orElseThrow().state()).isEqualTo(PushState.APPROVED));
    }

    @Test
    void wakesWhoeverWaitsWhenItsTimeIsUp() {
        PushProgress started = ada.start();
        CompletableFuture<Optional<PushProgress>> waiting = ada.pushes.await(
                ada.organisation.id(), started.id(), PushFixture.REQUESTER, started, Duration.ofMinutes(30));
        ada.server.time().pass(Duration.ofSeconds(61));
        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(now -> assertThat(now.orElseThrow().state()).isEqualTo(PushState.EXPIRED));
    }

    @Test
    void waitsNoLongerThanItsPatience() {
        PushProgress started = ada.start();
        CompletableFuture<Optional<PushProgress>> waiting = ada.pushes.await(
                ada.organisation.id(), started.id(), PushFixture.REQUESTER, started, Duration.ofMillis(200));
        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(now -> assertThat(now.orElseThrow().state()).isEqualTo(PushState.PENDING));
    }

    @Test
    void endsByItselfWhenNobodyLooks() {
        ada.start();
        ada.server.time().pass(Duration.ofSeconds(61));
        await().atMost(Duration.ofSeconds(5)).until(() -> ada.count(AuditType.PUSH_EXPIRED) == 1);
    }

    @Test
    void hasANumberOfItsOwnThatIsNotInTheDatabase() {
        ada.policy(PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)));
        PushProgress first = ada.start("browser 1");
        PushProgress second = ada.start("browser 2");
        assertThat(first.number()).matches("[0-9]{6}").isNotEqualTo(second.number());
        assertThat(ada.server
                        .part(JdbcClient.class)
                        .sql("select column_name::text from information_schema.columns"
                                + " where table_name = 'push_request' and column_name like '%number%'")
                        .query(String.class)
                        .list())
                .containsExactly("number_digits");
        assertThat(first.toString()).doesNotContain(String.valueOf(first.number()));
    }
}
