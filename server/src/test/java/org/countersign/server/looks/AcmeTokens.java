package org.countersign.server.looks;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.List;
import org.countersign.otp.PskcTransportKey;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.ImportOutcome;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenImport;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.springframework.transaction.support.TransactionOperations;

/** The tokens of the company's people: in use, on the way, lost, with a PIN, and free ones; and what is done with many. */
final class AcmeTokens {
    private final RunningServer server;
    private final AcmePeople people;
    private final Actor olivia;
    final Token adas;
    final Token brunos;
    final Token counting;
    final Token withPin;
    final BulkJobId job;
    final ImportOutcome.Staged staged;

    AcmeTokens(AcmePeople people, Application payroll) {
        this.people = people;
        server = people.server;
        olivia = new Actor.Operator(people.console.operator().id());
        TestToken first = inUse(people.ada, "Android 16", "phone");
        adas = first.token();
        brunos = inUse(people.bruno, "Windows 11", "desktop").token();
        counting = TestToken.hotp(server, people.kim).token();
        withPin = TestToken.make(
                        server,
                        people.kim,
                        PolicySettings.DEFAULT
                                .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
                                .with(PinRules.DEFAULT.withKind(PinKind.SERVER)))
                .token();
        for (String passcode : List.of(first.at(server, Duration.ZERO), "000000")) {
            server.part(PasscodeChecks.class)
                    .check(
                            payroll,
                            new Actor.Server(),
                            new Visitor("203.0.113.9", "Firefox", "Linux"),
                            people.ada.userName(),
                            null,
                            passcode);
        }
        TokenLife life = server.part(TokenLife.class);
        life.act(people.acme.id(), adas.id(), TokenAct.SUSPEND, new ActOrder(olivia, "on leave until March", null));
        life.act(people.acme.id(), adas.id(), TokenAct.RESUME, new ActOrder(olivia, "back early", null));
        life.act(people.acme.id(), brunos.id(), TokenAct.LOSE, new ActOrder(olivia, "left on a train", null));
        server.part(Provisioning.class)
                .provision(
                        people.acme.id(),
                        List.of(people.mei.id(), people.ada.id(), people.tomas.id(), people.kim.id()),
                        olivia);
        job = server.part(BulkJobs.class)
                .start(
                        people.acme.id(),
                        BulkAct.SUSPEND,
                        "a drill",
                        List.of(
                                BulkItem.Subject.of(adas.id(), adas.serial()),
                                BulkItem.Subject.of(brunos.id(), brunos.serial())),
                        olivia);
        staged = (ImportOutcome.Staged) server.part(TokenImport.class)
                .stage(people.acme.id(), "batch-7.xml", document(), PskcTransportKey.none(), olivia);
    }

    /** Returns the id of a token that nobody has. */
    String free() {
        return server.part(TokenRegister.class)
                .tokens(people.acme.id(), TokenFilter.of("", TokenState.INVENTORY, null), 1)
                .getFirst()
                .id()
                .toString();
    }

    private TestToken inUse(UserAccount user, String os, String type) {
        TestToken made = TestToken.totp(server, user);
        NewDevice device = new NewDevice(
                (ECPublicKey) P256.generate(server.part(Randomness.class)).getPublic(),
                "web",
                type,
                os,
                "Countersign Web 0.1.0",
                true,
                true,
                null);
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Devices.class).bind(made.token(), device));
        return made;
    }

    static byte[] document() {
        String key = """
                <KeyPackage><DeviceInfo><Manufacturer>Example Devices</Manufacturer>SERIAL</DeviceInfo>
                <Key Id="NAME" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
                <AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
                <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret></Data></Key></KeyPackage>
                """;
        return ("<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">"
                        + key.replace("SERIAL", "<SerialNo>ED-2048-77</SerialNo>")
                                .replace("NAME", "a")
                        + key.replace("SERIAL", "<SerialNo>ED-2048-78</SerialNo>")
                                .replace("NAME", "b")
                        + key.replace("SERIAL", "").replace("NAME", "c") + "</KeyContainer>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
