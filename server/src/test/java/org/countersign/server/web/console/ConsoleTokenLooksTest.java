package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.otp.PskcTransportKey;
import org.countersign.server.audit.Actor;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
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
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** The pages about tokens in a real browser: no flaw that axe finds, and they fit a phone. */
@DisplayName("S3, S4, S5: the pages about tokens")
class ConsoleTokenLooksTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final TestConsole console = TestConsole.at(server, acme);
    private final Actor olivia = new Actor.Operator(
            server.part(Operators.class).of(acme.id()).getFirst().id());

    @Test
    void haveNoFlawInAnyLook() {
        UserAccount ada = server.newUser(acme, "ada");
        UserAccount bruno = server.newUser(acme, "bruno.lindqvist");
        UserAccount mei = server.newUser(acme, "mei");
        Token adas = tokenInUse(ada, "Android 16", "phone");
        Token brunos = tokenInUse(bruno, "Windows 11", "desktop");
        TokenLife life = server.part(TokenLife.class);
        life.act(acme.id(), adas.id(), TokenAct.SUSPEND, new ActOrder(olivia, "on leave until March", null));
        life.act(acme.id(), adas.id(), TokenAct.RESUME, new ActOrder(olivia, "back early", null));
        life.act(acme.id(), brunos.id(), TokenAct.LOSE, new ActOrder(olivia, "left on a train", null));
        server.part(Provisioning.class).provision(acme.id(), List.of(mei.id(), ada.id()), olivia);
        BulkJobId job = server.part(BulkJobs.class)
                .start(
                        acme.id(),
                        BulkAct.SUSPEND,
                        "a drill",
                        List.of(
                                BulkItem.Subject.of(adas.id(), adas.serial()),
                                BulkItem.Subject.of(brunos.id(), brunos.serial())),
                        olivia);
        ImportOutcome.Staged staged = (ImportOutcome.Staged) server.part(TokenImport.class)
                .stage(acme.id(), "batch-7.xml", document(), PskcTransportKey.none(), olivia);

        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("list", "/tokens");
        pages.put("list-found", "/tokens?user=ada&state=active");
        pages.put("one", "/tokens/" + adas.id());
        pages.put("suspend", "/tokens/" + adas.id() + "/suspend");
        pages.put("return", "/tokens/" + brunos.id() + "/return");
        pages.put("refused", "/tokens/" + brunos.id() + "/resume");
        pages.put("assign", "/tokens/" + free() + "/assign");
        pages.put("import", "/tokens/import");
        pages.put("import-check", "/tokens/import/" + staged.staged().id());
        pages.put("tasks", "/provision/tasks");
        pages.put("task", "/provision/tasks/1");
        pages.put("task-remind", "/provision/tasks/1/remind");
        pages.put("task-extend", "/provision/tasks/1/extend");
        pages.put("task-remove", "/provision/tasks/1/remove");
        pages.put("task-remove-user", "/provision/tasks/1/users/" + mei.id() + "/remove");
        pages.put("provision-check", "/provision/check?user=" + mei.id());
        pages.put("bulk-confirm", "/bulk/tokens?act=return&all=yes&state=active");
        pages.put("bulk-jobs", "/bulk");
        pages.put("bulk-job", "/bulk/" + job);
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/tokens")).toString());
            page.locator("#userName").fill("olivia");
            page.locator("#password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    flaws.add(message.text());
                }
            });
            page.onPageError(flaws::add);
            for (Map.Entry<String, String> shown : pages.entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "tokens-" + shown.getKey()));
            }
        }
        assertThat(flaws).isEmpty();
    }

    /** From the list to the result, by what an operator sees and clicks. */
    @Test
    void suspendAllThatMatch() {
        for (int i = 0; i < 3; i++) {
            TestToken.totp(server, server.newUser(acme, "user-" + i));
        }
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(
                    server.pages().resolve(console.path("/tokens?state=active")).toString());
            page.locator("#userName").fill("olivia");
            page.locator("#password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator("#all").check();
            page.getByText("Continue").click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Suspend 3 tokens");
            page.locator("#because").fill("a drill");
            page.locator("button.primary").click();
            page.getByText("3 of 3 looked at").waitFor();
            assertThat(page.locator("main").textContent()).contains("Done", "a drill");
        }
    }

    private String free() {
        return server.part(TokenRegister.class)
                .tokens(acme.id(), TokenFilter.of("", TokenState.INVENTORY, null), 1)
                .getFirst()
                .id()
                .toString();
    }

    private Token tokenInUse(UserAccount user, String os, String type) {
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
        return made.token();
    }

    private static byte[] document() {
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
