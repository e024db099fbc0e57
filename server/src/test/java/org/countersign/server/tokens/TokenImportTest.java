package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.Hotp;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.OtpFormatException;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.PskcTransportKey;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.TokenImportId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Hardware tokens come in whole, sealed and once, and what was spent with one user stays spent with the next. */
@DisplayName("S4, RFC 6030: importing hardware tokens")
class TokenImportTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final PasscodeFormat SIX = new PasscodeFormat(PasscodeAlphabet.DECIMAL, 6);

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final UserAccount bob = SERVER.newUser(acme, "bob");
    private final TokenImport imports = SERVER.part(TokenImport.class);
    private final TokenLife life = SERVER.part(TokenLife.class);
    private final Tokens tokens = SERVER.part(Tokens.class);
    private final Actor operator = new Actor.Operator(new OperatorId(UUID.randomUUID()));

    private static byte[] seed(int number) {
        return ("seed of token " + (1_000_000 + number)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(int number, String serial, String algorithm, String more) {
        return """
                <KeyPackage>
                  <DeviceInfo><Manufacturer>Example</Manufacturer>%s</DeviceInfo>
                  <Key Id="key-%d" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:%s">
                    <AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
                    <Data><Secret><PlainValue>%s</PlainValue></Secret>%s</Data>
                  </Key>
                </KeyPackage>
                """.replace(
                        "%s</DeviceInfo>",
                        (serial.isEmpty() ? "" : "<SerialNo>" + serial + "</SerialNo>") + "</DeviceInfo>")
                .replace("%d", String.valueOf(number))
                .replace("pskc:%s", "pskc:" + algorithm)
                .replace("<PlainValue>%s", "<PlainValue>" + Base64.getEncoder().encodeToString(seed(number)))
                .replace("</Secret>%s", "</Secret>" + more);
    }

    private static String hotp(int number, String serial, long counter) {
        return line(number, serial, "hotp", "<Counter><PlainValue>" + counter + "</PlainValue></Counter>");
    }

    private static String totp(int number, String serial) {
        return line(number, serial, "totp", "<TimeInterval><PlainValue>30</PlainValue></TimeInterval>");
    }

    private static byte[] document(String... lines) {
        return ("<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">" + String.join("", lines)
                        + "</KeyContainer>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private StagedImport staged(byte[] document) {
        ImportOutcome outcome = imports.stage(acme.id(), "tokens.xml", document, PskcTransportKey.none(), operator);
        assertThat(outcome).isInstanceOf(ImportOutcome.Staged.class);
        return ((ImportOutcome.Staged) outcome).staged();
    }

    private void imported(String... lines) {
        assertThat(imports.commit(acme.id(), staged(document(lines)).id(), false, operator))
                .isEqualTo(new ImportOutcome.Imported(lines.length));
    }

    private Token token(String serial) {
        return SERVER.part(TokenRegister.class)
                .tokens(acme.id(), TokenFilter.of(serial, null, TokenKind.HARDWARE), 1)
                .getFirst();
    }

    private boolean accepts(UserAccount user, String passcode) {
        CodeCheck check = SERVER.part(TransactionOperations.class)
                .execute(status -> SERVER.part(Passcodes.class).spend(acme.id(), user.id(), passcode));
        return check instanceof CodeCheck.Accepted;
    }

    private static String counted(int number, long counter) {
        return Hotp.passcode(OtpKey.copyOf(seed(number)), new HotpParameters(HashAlgorithm.SHA1, SIX), counter)
                .exposed();
    }

    private static String timed(int number, Duration later) {
        TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA1, SIX, Duration.ofSeconds(30));
        return Totp.passcode(
                        OtpKey.copyOf(seed(number)),
                        parameters,
                        parameters.stepAt(SERVER.time().instant().plus(later)))
                .exposed();
    }

    private ActOutcome assign(String serial, UserAccount user, String proof) {
        return life.assign(
                acme.id(), token(serial).id(), user.id(), proof.isEmpty() ? null : proof, ActOrder.by(operator));
    }

    @Test
    void showsWhatTheFileHoldsAndImportsItOnlyThen() {
        StagedImport staged = staged(document(hotp(1, "HW-1", 7), totp(2, "HW-2")));
        assertThat(staged.good()).isEqualTo(2);
        assertThat(SERVER.part(TokenRegister.class).tokens(acme.id(), TokenFilter.of("HW", null, null), 10))
                .isEmpty();
        assertThat(imports.commit(acme.id(), staged.id(), false, operator)).isEqualTo(new ImportOutcome.Imported(2));
        assertThat(imports.commit(acme.id(), staged.id(), false, operator)).isInstanceOf(ImportOutcome.Gone.class);
        assertThat(token("HW-1").state()).isEqualTo(TokenState.INVENTORY);
        assertThat(token("HW-1").policyString()).startsWith("HOTP-SHA1-6").contains("PUSH=0");
        // Software tokens to be enrolled are never taken from these.
        assertThat(tokens.inventory(acme.id())).isEqualTo(100);
    }

    /** Planted: an update of last_spent in {@link TokenLifeStore#handOut} or {@link TokenLifeStore#act} makes this fail. */
    @Test
    void keepsWhatWasSpentSpentWhenItGoesToAnotherUser() {
        imported(hotp(11, "HW-11", 7), totp(12, "HW-12"));
        assertThat(assign("HW-11", ada, "")).isInstanceOf(ActOutcome.Done.class);
        assertThat(assign("HW-12", ada, "")).isInstanceOf(ActOutcome.Done.class);
        assertThat(accepts(ada, counted(11, 6))).isFalse();
        assertThat(accepts(ada, counted(11, 9))).isTrue();
        String now = timed(12, Duration.ZERO);
        assertThat(accepts(ada, now)).isTrue();
        for (String serial : List.of("HW-11", "HW-12")) {
            assertThat(life.act(acme.id(), token(serial).id(), TokenAct.RETURN, ActOrder.by(operator)))
                    .isInstanceOf(ActOutcome.Done.class);
            assertThat(assign(serial, bob, "")).isInstanceOf(ActOutcome.Done.class);
        }
        for (long counter = 0; counter <= 9; counter++) {
            assertThat(accepts(bob, counted(11, counter))).isFalse();
        }
        assertThat(accepts(bob, now)).isFalse();
        assertThat(accepts(ada, counted(11, 10))).isFalse();
        assertThat(accepts(bob, counted(11, 10))).isTrue();
        // All these tries were wrong for the other token.
        assertThat(life.act(acme.id(), token("HW-12").id(), TokenAct.UNLOCK, ActOrder.by(operator)))
                .isInstanceOf(ActOutcome.Done.class);
        assertThat(accepts(bob, timed(12, Duration.ofSeconds(30)))).isTrue();
    }

    @Test
    void takesAPasscodeAsProofOfTheDeviceAndCountsWrongOnes() {
        imported(hotp(21, "HW-21", 0), hotp(22, "HW-22", 0));
        assertThat(assign("HW-21", ada, counted(22, 0))).isInstanceOf(ActOutcome.NotProven.class);
        assertThat(token("HW-21").state()).isEqualTo(TokenState.INVENTORY);
        assertThat(assign("HW-21", ada, counted(21, 0))).isInstanceOf(ActOutcome.Done.class);
        assertThat(accepts(ada, counted(21, 0))).isFalse();
        assertThat(accepts(ada, counted(21, 1))).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(assign("HW-22", bob, "000000")).isInstanceOf(ActOutcome.NotProven.class);
        }
        assertThat(SERVER.part(Audit.class).recent(acme.id(), Set.of(AuditType.TOKEN_LOCKED), null, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("serial", "HW-22"));
        // The token pauses: a right passcode is not looked at either.
        assertThat(assign("HW-22", bob, counted(22, 0))).isInstanceOf(ActOutcome.NotProven.class);
    }

    @Test
    void saysWhatIsWrongWithEachLineAndImportsNothingUnlessItIsLeftOut() {
        imported(hotp(31, "HW-31", 0));
        StagedImport staged = staged(document(
                hotp(32, "HW-32", 0),
                hotp(33, "HW-31", 0),
                hotp(34, "HW-32", 0),
                hotp(35, "", 0),
                hotp(36, "CS10000001", 0),
                line(37, "HW-37", "ocra", ""),
                line(38, "HW-38", "totp", "<TimeInterval><PlainValue>3600</PlainValue></TimeInterval>")));
        assertThat(staged.lines())
                .extracting(ImportLine::fault)
                .containsExactly(
                        null,
                        ImportLine.Fault.HERE_ALREADY,
                        ImportLine.Fault.TWICE,
                        ImportLine.Fault.NO_SERIAL,
                        ImportLine.Fault.OWN_SERIAL,
                        ImportLine.Fault.ALGORITHM,
                        ImportLine.Fault.RULES);
        assertThat(imports.commit(acme.id(), staged.id(), false, operator)).isInstanceOf(ImportOutcome.Faulty.class);
        assertThat(tokensImported()).isEqualTo(1);
        assertThat(imports.commit(acme.id(), staged.id(), true, operator)).isEqualTo(new ImportOutcome.Imported(1));
        assertThat(tokensImported()).isEqualTo(2);
    }

    @Test
    void refusesASerialThatCameBetweenReadingAndImporting() {
        StagedImport first = staged(document(hotp(41, "HW-41", 0), hotp(42, "HW-42", 0)));
        imported(hotp(41, "HW-41", 0));
        assertThat(imports.commit(acme.id(), first.id(), false, operator))
                .isInstanceOfSatisfying(
                        ImportOutcome.Faulty.class,
                        faulty -> assertThat(faulty.staged().faulty()).isEqualTo(1));
        assertThat(tokensImported()).isEqualTo(1);
    }

    @Test
    void readsNoDocumentThatReachesOutOrBlowsUp() {
        List<String> attacks = List.of(
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><KeyContainer>&e;</KeyContainer>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><KeyContainer>&b;</KeyContainer>",
                "<!DOCTYPE x SYSTEM \"http://localhost/evil.dtd\"><KeyContainer/>");
        for (String attack : attacks) {
            assertThat(imports.stage(
                            acme.id(),
                            "evil.xml",
                            attack.getBytes(StandardCharsets.UTF_8),
                            PskcTransportKey.none(),
                            operator))
                    .isEqualTo(new ImportOutcome.Unreadable(OtpFormatException.Reason.PSKC_XML));
        }
    }

    @Test
    void keepsSeedsSealedWhileTheyWaitAndForgetsThemAfterAnHour() {
        StagedImport staged = staged(document(hotp(51, "HW-51", 0)));
        byte[] sealed = SERVER.part(JdbcClient.class)
                .sql("select sealed_seed from token_import_line where import_id = ?")
                .param(staged.id().value())
                .query((row, number) -> row.getBytes(1))
                .single();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(seed(51), StandardCharsets.ISO_8859_1));
        SERVER.part(JdbcClient.class)
                .sql("update token_import set created_at = created_at - interval '61 minutes' where id = ?")
                .param(staged.id().value())
                .update();
        imports.forget();
        assertThat(imports.find(acme.id(), staged.id())).isEmpty();
    }

    @Test
    void lendsASerialOfAnotherVirtualServerToNobody() {
        imported(hotp(61, "HW-61", 0));
        VirtualServer other = SERVER.newVirtualServer();
        ImportOutcome.Staged same = (ImportOutcome.Staged)
                imports.stage(other.id(), "x.xml", document(hotp(62, "HW-61", 0)), PskcTransportKey.none(), operator);
        // Whether somebody else has this serial number is not to be seen.
        assertThat(same.staged().good()).isEqualTo(1);
        assertThat(imports.find(acme.id(), same.staged().id())).isEmpty();
        assertThat(imports.commit(acme.id(), same.staged().id(), true, operator))
                .isInstanceOf(ImportOutcome.Gone.class);
        assertThat(imports.commit(other.id(), same.staged().id(), false, operator))
                .isEqualTo(new ImportOutcome.Imported(1));
        assertThat(imports.find(acme.id(), new TokenImportId(UUID.randomUUID())))
                .isEmpty();
        // A device that signs as such a serial number finds no token.
        assertThat(tokens.find("HW-61")).isEmpty();
    }

    /** Planted: without the lock of serial numbers both see none of the other's, and one meets the unique index. */
    @Test
    void importsASerialNumberOnceWhenTwoDocumentsWithItComeAtTheSameMoment() throws Exception {
        for (int round = 0; round < 10; round++) {
            String serial = "HW-9" + round;
            List<Callable<ImportOutcome>> both = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                TokenImportId id = staged(document(hotp(90 + i, serial, 0))).id();
                both.add(() -> imports.commit(acme.id(), id, true, operator));
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<ImportOutcome> outcomes = new ArrayList<>();
                for (Future<ImportOutcome> outcome : threads.invokeAll(both)) {
                    outcomes.add(outcome.get());
                }
                assertThat(outcomes)
                        .filteredOn(ImportOutcome.Imported.class::isInstance)
                        .hasSize(1);
                assertThat(outcomes)
                        .filteredOn(ImportOutcome.Faulty.class::isInstance)
                        .hasSize(2);
            }
        }
        assertThat(tokensImported()).isEqualTo(10);
    }

    @Test
    void beginsTheHistoryOfEachToken() {
        imported(hotp(71, "HW-71", 0), hotp(72, "HW-72", 0));
        for (String serial : List.of("HW-71", "HW-72")) {
            assertThat(SERVER.part(Audit.class)
                            .page(
                                    acme.id(),
                                    new AuditFilter(
                                            TokenLife.RECORDED,
                                            null,
                                            token(serial).id(),
                                            null),
                                    10))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.type()).isEqualTo("TOKEN_IMPORTED");
                        assertThat(entry.actor()).isEqualTo(operator.text());
                        assertThat(entry.details())
                                .containsEntry("serial", serial)
                                .containsEntry("file", "tokens.xml");
                    });
        }
    }

    private void allow(int software, int hardware) {
        SERVER.part(Allocations.class).change(acme.id(), new Allocation(software, hardware), operator);
    }

    @Test
    void keepsToTheAllocationWhateverBecomesOfTheTokens() {
        allow(100, 2);
        StagedImport three = staged(document(hotp(81, "HW-81", 0), hotp(82, "HW-82", 0), hotp(83, "HW-83", 0)));
        assertThat(imports.commit(acme.id(), three.id(), false, operator))
                .isInstanceOfSatisfying(
                        ImportOutcome.BeyondAllocation.class,
                        beyond -> assertThat(beyond.left()).isEqualTo(2));
        assertThat(tokensImported()).isZero();
        allow(100, 3);
        assertThat(imports.commit(acme.id(), three.id(), false, operator)).isEqualTo(new ImportOutcome.Imported(3));
        assign("HW-81", ada, "");
        life.act(acme.id(), token("HW-81").id(), TokenAct.REVOKE, ActOrder.by(operator));
        life.act(acme.id(), token("HW-82").id(), TokenAct.LOSE, ActOrder.by(operator));
        assertThat(imports.commit(
                        acme.id(), staged(document(hotp(84, "HW-84", 0))).id(), false, operator))
                .isInstanceOf(ImportOutcome.BeyondAllocation.class);
        assertThat(SERVER.part(TokenRegister.class).held(acme.id())).isEqualTo(new HeldTokens(100, 3));
        allow(100, 0);
        assertThat(imports.commit(
                        acme.id(), staged(document(hotp(84, "HW-84", 0))).id(), false, operator))
                .isInstanceOfSatisfying(
                        ImportOutcome.BeyondAllocation.class,
                        beyond -> assertThat(beyond.left()).isZero());
    }

    /** Planted: leaving revoked tokens out of the count lets every round allocate one more. */
    @Test
    void letsNobodyPassTheAllocationOfSoftwareTokensByRevokingAndReturning() {
        allow(100, 0);
        Token token = TestToken.hotp(SERVER, ada).token();
        tokens.revoke(acme.id(), token.id(), operator);
        assertThatThrownBy(() -> tokens.allocate(acme.id(), 1, operator)).isInstanceOf(BeyondAllocation.class);
        life.act(acme.id(), token.id(), TokenAct.RETURN, ActOrder.by(operator));
        assertThat(SERVER.part(TokenRegister.class).held(acme.id())).isEqualTo(new HeldTokens(100, 0));
    }

    private int tokensImported() {
        return SERVER.part(TokenRegister.class)
                .tokens(acme.id(), TokenFilter.of("", null, TokenKind.HARDWARE), 100)
                .size();
    }
}
