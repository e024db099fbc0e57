package org.countersign.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.policy.TemporaryPasscode;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Codes on paper and temporary passcodes: each once, whoever else tries at the same moment. */
@DisplayName("S7: recovery codes and temporary passcodes")
class RecoveryTest {
    private static final String IP = "127.0.0.1";
    private static final int ROUNDS = Math.max(1, Integer.getInteger("race.rounds", 100) / 10);

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());

    private List<String> codes(RunningServer where, UserAccount user) {
        return where.part(RecoveryCodes.class)
                .renew(user.virtualServer(), user.id(), IP)
                .exposed();
    }

    private RecoveryUse use(UserAccount user, String typed) {
        return server.part(TransactionOperations.class)
                .execute(status -> server.part(Recovery.class).use(user.virtualServer(), user.id(), typed, IP));
    }

    private void allow(TemporaryPasscode temporary, boolean codes) {
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(SelfServiceRules.DEFAULT.withHelp(temporary, codes)),
                        new Actor.Server());
    }

    @Test
    void acceptsEachCodeOnceHoweverItIsTyped() {
        List<String> codes = codes(server, ada);
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([A-Z2-9]{4}-){3}[A-Z2-9]{4}"));
        assertThat(use(ada, codes.get(0))).isEqualTo(new RecoveryUse.Accepted("recovery-code", 9));
        assertThat(use(ada, codes.get(0))).isEqualTo(new RecoveryUse.Refused());
        String lower = codes.get(1).toLowerCase(Locale.ROOT).replace('-', ' ');
        assertThat(use(ada, lower)).isEqualTo(new RecoveryUse.Accepted("recovery-code", 8));
        assertThat(server.mailServer().text(ada.userName() + "@example.com", "A recovery code was used"))
                .contains("left: 9");
    }

    @Test
    void keepsNothingThatCouldBeTyped() {
        List<String> codes = codes(server, ada);
        String rows = server.part(JdbcClient.class)
                .sql("select string_agg(recovery_code::text, ' ') from recovery_code where user_id = ?")
                .param(ada.id().value())
                .query(String.class)
                .single();
        assertThat(rows)
                .doesNotContain(codes.getFirst())
                .doesNotContain(codes.getFirst().replace("-", ""));
    }

    @Test
    void endsTheOldSetWithTheNewOne() {
        List<String> old = codes(server, ada);
        List<String> next = codes(server, ada);
        assertThat(use(ada, old.getFirst())).isEqualTo(new RecoveryUse.Refused());
        assertThat(use(ada, next.getFirst())).isInstanceOf(RecoveryUse.Accepted.class);
    }

    @Test
    void refusesSomebodyElsesCodes() {
        UserAccount bob = server.newUser(acme, "bob" + acme.slug());
        List<String> codes = codes(server, ada);
        assertThat(use(bob, codes.getFirst())).isEqualTo(new RecoveryUse.Refused());
        assertThat(use(ada, codes.getFirst())).isInstanceOf(RecoveryUse.Accepted.class);
    }

    @Test
    void refusesThemWhereTheRulesDo() {
        List<String> codes = codes(server, ada);
        allow(TemporaryPasscode.NONE, false);
        assertThat(use(ada, codes.getFirst())).isEqualTo(new RecoveryUse.Refused());
        assertThat(server.part(TemporaryPasscodes.class).give(acme.id(), ada.id(), IP))
                .isEmpty();
        assertThatThrownBy(() -> codes(server, ada)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void letsOneOfManyInWhoTypeTheSameCodeAtOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            for (String code : codes(server, ada).subList(0, 3)) {
                assertThat(RecoveryRace.accepted(server, ada, code)).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("the race finds a store that looks first and uses then")
    void theRaceSeesAPlantedBug() {
        try (RunningServer careless = RunningServer.planted(CarelessRecoveryCodeStore.Planted.class)) {
            UserAccount eve = careless.newUser(careless.newVirtualServer(), "eve");
            int most = 0;
            for (int round = 0; round < 20 && most < 2; round++) {
                for (String code : codes(careless, eve)) {
                    most = Math.max(most, RecoveryRace.accepted(careless, eve, code));
                }
            }
            assertThat(most).isGreaterThan(1);
        }
    }

    @Test
    void acceptsATemporaryPasscodeOnceOrForHours() {
        TemporaryPasscodes passcodes = server.part(TemporaryPasscodes.class);
        allow(TemporaryPasscode.ONCE, true);
        String once = passcodes.give(acme.id(), ada.id(), IP).orElseThrow().exposed();
        assertThat(RecoveryRace.accepted(server, ada, once)).isEqualTo(1);
        allow(TemporaryPasscode.HOURS, true);
        String often = passcodes.give(acme.id(), ada.id(), IP).orElseThrow().exposed();
        assertThat(use(ada, often)).isInstanceOf(RecoveryUse.Accepted.class);
        assertThat(use(ada, often)).isInstanceOf(RecoveryUse.Accepted.class);
        server.time().pass(Duration.ofHours(25));
        assertThat(use(ada, often)).as("a day later").isEqualTo(new RecoveryUse.Refused());
    }

    @Test
    void anOperatorWithdrawsAllOfIt() {
        Recovery recovery = server.part(Recovery.class);
        List<String> codes = codes(server, ada);
        String passcode = server.part(TemporaryPasscodes.class)
                .give(acme.id(), ada.id(), IP)
                .orElseThrow()
                .exposed();
        assertThat(recovery.held(acme.id(), ada.id()).codes()).isEqualTo(10);
        assertThat(recovery.held(acme.id(), ada.id()).temporaryUntil()).isNotNull();
        assertThat(recovery.withdraw(acme.id(), ada.id(), new Actor.Server())).isTrue();
        assertThat(recovery.held(acme.id(), ada.id()).isAny()).isFalse();
        assertThat(use(ada, codes.getFirst())).isEqualTo(new RecoveryUse.Refused());
        assertThat(use(ada, passcode)).isEqualTo(new RecoveryUse.Refused());
        assertThat(server.part(Audit.class)
                        .recent(
                                acme.id(),
                                Set.of(AuditType.TEMPORARY_PASSCODE_ENDED, AuditType.RECOVERY_CODES_WITHDRAWN),
                                ada.id(),
                                10))
                .hasSize(2);
        assertThat(recovery.withdraw(acme.id(), ada.id(), new Actor.Server()))
                .as("nothing is left")
                .isFalse();
    }

    @Test
    void givesAtMostThreeADayAndOnlyTheLastOneCounts() {
        TemporaryPasscodes passcodes = server.part(TemporaryPasscodes.class);
        String first = passcodes.give(acme.id(), ada.id(), IP).orElseThrow().exposed();
        String second = passcodes.give(acme.id(), ada.id(), IP).orElseThrow().exposed();
        String third = passcodes.give(acme.id(), ada.id(), IP).orElseThrow().exposed();
        assertThat(passcodes.give(acme.id(), ada.id(), IP)).isEmpty();
        assertThat(use(ada, first)).isEqualTo(new RecoveryUse.Refused());
        assertThat(use(ada, second)).isEqualTo(new RecoveryUse.Refused());
        assertThat(use(ada, third)).isInstanceOf(RecoveryUse.Accepted.class);
    }

    @Test
    void looksAtTenWrongOnesAtMost() {
        String right = server.part(TemporaryPasscodes.class)
                .give(acme.id(), ada.id(), IP)
                .orElseThrow()
                .exposed();
        for (int i = 0; i < TemporaryPasscodes.MOST_FAILURES; i++) {
            assertThat(use(ada, "000000000" + i)).isEqualTo(new RecoveryUse.Refused());
        }
        assertThat(use(ada, right)).isEqualTo(new RecoveryUse.Refused());
    }

    @Test
    void signsInOnTheLoginPageInThePlaceOfAToken() {
        TestToken.hotp(server, ada);
        String code = codes(server, ada).getFirst();
        TestRelyingParty wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        browser.submit("/password", Map.of("userName", ada.userName(), "password", "correct horse"));
        assertThat(browser.body()).contains("Use a recovery code or a temporary passcode");
        browser.open(URI.create(browser.address().getPath() + "?use=recovery"));
        for (int i = 0; i < 3; i++) {
            browser.submit("/recovery", Map.of("code", "AAAA-BBBB-CCCC-DDD" + (i + 2)));
            assertThat(browser.body()).contains("That code does not work");
        }
        browser.submit("/recovery", Map.of("code", code));
        assertThat(browser.leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT + "&code=");
    }

    @Test
    void looksAtFiveCodesOfOneSignIn() {
        String code = codes(server, ada).getFirst();
        TestRelyingParty wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        browser.submit("/password", Map.of("userName", ada.userName(), "password", "correct horse"));
        browser.open(URI.create(browser.address().getPath() + "?use=recovery"));
        TestBrowser.Form form = browser.form("/recovery");
        for (int i = 0; i < 5; i++) {
            form.send("code", "AAAA-BBBB-CCCC-DDD" + (i + 2));
        }
        assertThat(form.send("code", code)).doesNotContain("code=");
        assertThat(server.part(RecoveryCodes.class)
                        .standing(acme.id(), ada.id())
                        .orElseThrow()
                        .left())
                .isEqualTo(10);
    }
}
