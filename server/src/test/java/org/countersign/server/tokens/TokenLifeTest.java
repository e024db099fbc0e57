package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.device.Phone;
import org.countersign.device.ShownPasscode;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.web.shell.Texts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The table of states and acts holds, whatever happens in which order; and what was taken from somebody is gone. */
@DisplayName("S3, S4: the life of a token")
class TokenLifeTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final DocumentedLife DOCUMENTED = DocumentedLife.read();
    private static final int ROUNDS = Integer.getInteger("race.rounds", 50);

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final UserAccount bob = SERVER.newUser(acme, "bob");
    private final TokenLife life = SERVER.part(TokenLife.class);
    private final Tokens tokens = SERVER.part(Tokens.class);
    private final JdbcClient jdbc = SERVER.part(JdbcClient.class);
    private final Actor operator = new Actor.Operator(new OperatorId(java.util.UUID.randomUUID()));

    private ActOutcome act(TokenId token, TokenAct act) {
        return life.act(acme.id(), token, act, ActOrder.by(operator));
    }

    private void done(TokenId token, TokenAct... acts) {
        for (TokenAct act : acts) {
            assertThat(act(token, act)).as(act.name()).isInstanceOf(ActOutcome.Done.class);
        }
    }

    private TokenState state(TokenId token) {
        return tokens.find(acme.id(), token).orElseThrow().state();
    }

    private boolean accepts(UserAccount user, String passcode) {
        CodeCheck check = SERVER.part(TransactionOperations.class)
                .execute(status -> SERVER.part(Passcodes.class).spend(acme.id(), user.id(), passcode));
        return check instanceof CodeCheck.Accepted;
    }

    @Test
    void takesNoPasscodeWhileItIsSuspendedAndTakesThemAgainAfterwards() {
        TestToken token = TestToken.hotp(SERVER, ada);
        String early = token.next();
        done(token.token().id(), TokenAct.SUSPEND);
        assertThat(accepts(ada, early)).isFalse();
        done(token.token().id(), TokenAct.RESUME);
        assertThat(accepts(ada, early)).isTrue();
        assertThat(accepts(ada, early)).isFalse();
    }

    @Test
    void keepsTheReasonAndTheOperatorInTheRecord() {
        TestToken token = TestToken.hotp(SERVER, ada);
        life.act(acme.id(), token.token().id(), TokenAct.LOSE, new ActOrder(operator, "left on a train", null));
        List<AuditEntry> history = SERVER.part(Audit.class)
                .page(
                        acme.id(),
                        new AuditFilter(TokenLife.RECORDED, null, token.token().id(), null),
                        10);
        assertThat(history.getFirst().type()).isEqualTo("TOKEN_LOST");
        assertThat(history.getFirst().actor()).isEqualTo(operator.text());
        assertThat(history.getFirst().details()).containsEntry("because", "left on a train");
        assertThat(history.getFirst().userId()).isEqualTo(ada.id().value());
    }

    @Test
    void saysWhyAnActIsNotAllowed() {
        TestToken token = TestToken.hotp(SERVER, ada);
        assertThat(act(token.token().id(), TokenAct.RESUME))
                .isInstanceOfSatisfying(
                        ActOutcome.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(NotAllowed.NOT_SUSPENDED));
        for (NotAllowed why : NotAllowed.values()) {
            assertThat(SERVER.part(Texts.class).say("tokens.why." + why)).isEqualTo(why.words());
        }
    }

    @Test
    void findsALostTokenAgainForFourteenDays() {
        TestToken token = TestToken.hotp(SERVER, ada);
        TokenId id = token.token().id();
        done(id, TokenAct.LOSE, TokenAct.FIND);
        assertThat(state(id)).isEqualTo(TokenState.SUSPENDED);
        done(id, TokenAct.RESUME);
        assertThat(accepts(ada, token.next())).isTrue();

        done(id, TokenAct.LOSE);
        jdbc.sql("update token set state_at = state_at - interval '13 days' where id = ?")
                .param(id.value())
                .update();
        SERVER.part(TokenSweep.class).eraseSeedsOfLostTokens();
        assertThat(tokens.find(acme.id(), id).orElseThrow().standing().seeded()).isTrue();
        jdbc.sql("update token set state_at = state_at - interval '2 days' where id = ?")
                .param(id.value())
                .update();
        SERVER.part(TokenSweep.class).eraseSeedsOfLostTokens();
        assertThat(act(id, TokenAct.FIND))
                .isInstanceOfSatisfying(
                        ActOutcome.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(NotAllowed.SEED_ERASED));
        done(id, TokenAct.RETURN);
    }

    /** Planted: an update in {@link TokenLifeStore#act} that keeps sealed_seed or the device makes this fail. */
    @Test
    void forgetsSeedAndDeviceOfAReturnedTokenForEver() throws Exception {
        Phone adasPhone = TestPhone.of(SERVER, ada);
        Token before = tokens.of(acme.id(), ada.id()).getFirst();
        byte[] oldSeed = sealedSeed(before.id());
        String oldPasscode = passcode(adasPhone);
        assertThat(oldPasscode).isNotEmpty();
        done(before.id(), TokenAct.RETURN);

        assertThat(rows("device", before.id())).isZero();
        assertThat(tokens.find(acme.id(), before.id()).orElseThrow().standing().seeded())
                .isFalse();
        assertThat(accepts(ada, oldPasscode)).isFalse();

        Phone bobsPhone = TestPhone.of(SERVER, bob);
        Token after = tokens.of(acme.id(), bob.id()).getFirst();
        assertThat(after.serial()).isEqualTo(before.serial());
        assertThat(sealedSeed(after.id())).isNotEqualTo(oldSeed);
        SERVER.time().pass(Duration.ofSeconds(60));
        for (int i = 0; i < 3; i++) {
            assertThat(accepts(bob, passcode(adasPhone))).isFalse();
            assertThat(accepts(ada, passcode(adasPhone))).isFalse();
            SERVER.time().pass(Duration.ofSeconds(30));
        }
        assertThat(accepts(bob, passcode(bobsPhone))).isTrue();
    }

    private static String passcode(Phone phone) {
        ShownPasscode shown = phone.passcode(phone.tokens().getFirst().serial());
        return shown.exposed();
    }

    private byte[] sealedSeed(TokenId token) {
        return jdbc.sql("select sealed_seed from token where id = ?")
                .param(token.value())
                .query((row, number) -> row.getBytes(1))
                .single();
    }

    private int rows(String table, TokenId token) {
        return jdbc.sql("select count(*) from " + table + " where token_id = ?")
                .param(token.value())
                .query(Integer.class)
                .single();
    }

    @Test
    void doesNothingWhenTheTokenChangedSinceTheOperatorLooked() {
        TestToken token = TestToken.hotp(SERVER, ada);
        TokenId id = token.token().id();
        int seen = tokens.find(acme.id(), id).orElseThrow().standing().acts();
        done(id, TokenAct.RETURN);
        tokens.assign(acme.id(), bob.id(), PolicySettings.DEFAULT, operator);
        assertThat(life.act(acme.id(), id, TokenAct.RETURN, new ActOrder(operator, null, seen)))
                .isInstanceOf(ActOutcome.Overtaken.class);
        assertThat(tokens.find(acme.id(), id).orElseThrow().user()).isEqualTo(bob.id());
    }

    @Test
    void knowsNoTokenOfAnotherVirtualServer() {
        TestToken token = TestToken.hotp(SERVER, ada);
        VirtualServer other = SERVER.newVirtualServer();
        for (TokenAct act : TokenAct.PLAIN) {
            assertThat(life.act(other.id(), token.token().id(), act, ActOrder.by(operator)))
                    .isInstanceOf(ActOutcome.UnknownToken.class);
        }
        assertThat(life.assign(other.id(), token.token().id(), ada.id(), null, ActOrder.by(operator)))
                .isInstanceOf(ActOutcome.UnknownToken.class);
        assertThat(state(token.token().id())).isEqualTo(TokenState.ACTIVE);
    }

    /** Whatever is done in whatever order, by hand or by the server: every step is one that operators can read. */
    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void takesEveryDocumentedStepAndNoOther(TokenKind kind) {
        Random random = new Random(20_260_101L);
        for (int life = 0; life < 8; life++) {
            TestToken token = TestToken.hotp(SERVER, ada);
            TokenId id = token.token().id();
            jdbc.sql("update token set kind = ? where id = ?")
                    .params(kind.name(), id.value())
                    .update();
            for (int step = 0; step < 40; step++) {
                walk(id, random);
            }
            jdbc.sql("update token set kind = 'APP' where id = ? and kind = 'HARDWARE'")
                    .param(id.value())
                    .update();
            act(id, TokenAct.RETURN);
        }
    }

    private void walk(TokenId id, Random random) {
        Token before = tokens.find(acme.id(), id).orElseThrow();
        List<TokenAct> all = List.of(TokenAct.values());
        TokenAct act = all.get(random.nextInt(all.size()));
        boolean happened = switch (act) {
            case ASSIGN -> life.assign(acme.id(), id, ada.id(), null, ActOrder.by(operator)) instanceof ActOutcome.Done;
            case LOCK -> SERVER.part(PinStore.class).lock(id, SERVER.time().instant());
            case PROVISION, ENROLL, RESYNCHRONISE -> false;
            case SUSPEND, RESUME, UNLOCK, LOSE, FIND, FAIL, REVOKE, RETURN -> act(id, act) instanceof ActOutcome.Done;
        };
        Token after = tokens.find(acme.id(), id).orElseThrow();
        Optional<TokenState> expected = DOCUMENTED.of(
                act, before.state(), before.standing().kind(), before.owner().isPresent());
        if (act == TokenAct.PROVISION || act == TokenAct.ENROLL || act == TokenAct.RESYNCHRONISE) {
            expected = Optional.empty();
        }
        assertThat(happened).as(act + " of " + before.state()).isEqualTo(expected.isPresent());
        assertThat(after.state()).as(act + " of " + before.state()).isEqualTo(expected.orElse(before.state()));
        holdsTogether(after);
    }

    private static void holdsTogether(Token token) {
        boolean isDevice = token.standing().kind() == TokenKind.HARDWARE;
        if (token.state() == TokenState.INVENTORY) {
            assertThat(token.owner()).isEmpty();
            assertThat(token.standing().kind()).isNotEqualTo(TokenKind.STANDARD);
        } else {
            boolean aside = token.state() == TokenState.LOST || token.state() == TokenState.FAULTY;
            assertThat(token.owner().isPresent() || (isDevice && aside))
                    .as("a user in " + token.state())
                    .isTrue();
        }
        boolean inUse = token.state() == TokenState.ACTIVE || token.state() == TokenState.SUSPENDED;
        assertThat(token.standing().seeded() || (!inUse && !isDevice))
                .as("a seed in " + token.state())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void allowsWhatOperatorsReadAndRefusesTheRest(TokenKind kind) {
        for (TokenAct act : TokenAct.values()) {
            for (TokenState state : TokenState.values()) {
                for (boolean owned : new boolean[] {true, false}) {
                    Optional<TokenState> allowed =
                            TokenTable.of(act, state, kind, owned) instanceof TokenTable.Verdict.Allowed(TokenState to)
                                    ? Optional.of(to)
                                    : Optional.empty();
                    assertThat(allowed)
                            .as(act + " of a " + kind + " token that is " + state)
                            .isEqualTo(DOCUMENTED.of(act, state, kind, owned));
                }
            }
        }
    }

    @Test
    void letsOneOfTwoActsAtTheSameMomentWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TestToken token = TestToken.hotp(SERVER, ada);
            TokenId id = token.token().id();
            int seen = tokens.find(acme.id(), id).orElseThrow().standing().acts();
            List<Callable<ActOutcome>> racers = new ArrayList<>();
            for (TokenAct act :
                    List.of(TokenAct.SUSPEND, TokenAct.LOSE, TokenAct.FAIL, TokenAct.REVOKE, TokenAct.RETURN)) {
                racers.add(() -> life.act(acme.id(), id, act, new ActOrder(operator, null, seen)));
            }
            List<ActOutcome> outcomes = atOnce(racers);
            assertThat(outcomes).filteredOn(ActOutcome.Done.class::isInstance).hasSize(1);
            Token won = outcomes.stream()
                    .filter(ActOutcome.Done.class::isInstance)
                    .map(outcome -> ((ActOutcome.Done) outcome).token())
                    .findFirst()
                    .orElseThrow();
            assertThat(state(id)).isEqualTo(won.state());
            act(id, TokenAct.FIND);
            act(id, TokenAct.RETURN);
        }
    }

    @Test
    void countsTokensByStateWithoutReadingThem() {
        TestToken token = TestToken.hotp(SERVER, ada);
        TestToken.hotp(SERVER, bob);
        done(token.token().id(), TokenAct.SUSPEND);
        TokenRegister register = SERVER.part(TokenRegister.class);
        assertThat(register.countByState(acme.id()))
                .containsEntry(TokenState.INVENTORY, 98)
                .containsEntry(TokenState.SUSPENDED, 1)
                .containsEntry(TokenState.ACTIVE, 1);
        SERVER.part(TokenTallyStore.class).fold(acme.id());
        done(token.token().id(), TokenAct.RETURN);
        assertThat(tokens.inventory(acme.id())).isEqualTo(99);
        assertThat(counted())
                .isEqualTo(register.countByState(acme.id()).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
    }

    private int counted() {
        return jdbc.sql("select count(*) from token where virtual_server_id = ?")
                .param(acme.id().value())
                .query(Integer.class)
                .single();
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = calls.stream()
                    .map(call -> threads.submit(() -> {
                        start.await();
                        return call.call();
                    }))
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
