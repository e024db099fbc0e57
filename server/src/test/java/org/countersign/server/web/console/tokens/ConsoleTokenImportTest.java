package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An operator sends the maker's file, reads what it holds, and decides; nothing comes in before that. */
@DisplayName("S4, RFC 6030: importing hardware tokens in the console")
class ConsoleTokenImportTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(SERVER, acme);

    private static String line(String serial, String algorithm) {
        return line(serial, algorithm, serial);
    }

    private static String line(String serial, String algorithm, String key) {
        return "<KeyPackage><DeviceInfo><Manufacturer>Example</Manufacturer><SerialNo>" + serial
                + "</SerialNo></DeviceInfo><Key Id=\"" + key
                + "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:" + algorithm + "\"><AlgorithmParameters>"
                + "<ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/></AlgorithmParameters><Data><Secret><PlainValue>"
                + Base64.getEncoder().encodeToString(("a seed of twenty " + serial).getBytes(StandardCharsets.US_ASCII))
                + "</PlainValue></Secret></Data></Key></KeyPackage>";
    }

    private static byte[] file(String... lines) {
        return ("<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">" + String.join("", lines)
                        + "</KeyContainer>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private TestBrowser send(byte[] file) {
        return console.open("/tokens/import")
                .upload("/tokens/import", Map.of("protection", "none"), "file", "maker.xml", file);
    }

    private List<String> serials() {
        return SERVER
                .part(TokenRegister.class)
                .tokens(acme.id(), TokenFilter.of("", null, TokenKind.HARDWARE), 100)
                .stream()
                .map(Token::serial)
                .toList();
    }

    @Test
    void showsWhatTheFileHoldsAndBringsItInWhenAsked() {
        TestBrowser browser = send(file(line("HW-1", "hotp"), line("HW-2", "hotp")));
        assertThat(browser.body()).contains("2 tokens of maker.xml can be imported", "HW-1", "HW-2", "Example");
        assertThat(serials()).isEmpty();
        String check = browser.address().getPath();
        browser.submit(check, Map.of());
        assertThat(browser.body()).contains("Tokens imported", "HW-1");
        assertThat(serials()).containsExactly("HW-1", "HW-2");

        TokenId first = SERVER.part(TokenRegister.class)
                .tokens(acme.id(), TokenFilter.of("HW-1", null, null), 1)
                .getFirst()
                .id();
        assertThat(console.open("/tokens/" + first).body()).contains("imported tokens", "by olivia");
        assertThat(browser.open(URI.create(check)).status())
                .as("the file is forgotten")
                .isEqualTo(404);
    }

    @Test
    void importsNothingOfAFileWithAFaultUntilItIsLeftOut() {
        TestBrowser browser =
                send(file(line("HW-1", "hotp"), line("HW-1", "hotp", "another key"), line("HW-3", "ocra")));
        assertThat(browser.body()).contains("Cannot be imported: 2", "The file has this serial number twice.");
        String check = browser.address().getPath();
        browser.submit(check, Map.of());
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body()).contains("Nothing was imported");
        assertThat(serials()).isEmpty();
        browser.submit(check, Map.of("leaveOut", "yes"));
        assertThat(browser.body()).contains("Tokens imported");
        assertThat(serials()).containsExactly("HW-1");
    }

    @Test
    void forgetsTheFileWhenTheOperatorSaysSo() {
        TestBrowser browser = send(file(line("HW-1", "hotp")));
        String check = browser.address().getPath();
        browser.submit(check + "/discard", Map.of());
        assertThat(browser.address().getPath()).endsWith("/tokens");
        assertThat(browser.open(URI.create(check)).status()).isEqualTo(404);
        assertThat(serials()).isEmpty();
    }

    @Test
    void stopsAtTheAllocationAndSaysHowManyAreLeft() {
        SERVER.part(Allocations.class).change(acme.id(), new Allocation(100, 1), new Actor.Server());
        TestBrowser browser = send(file(line("HW-1", "hotp"), line("HW-2", "hotp")));
        String check = browser.address().getPath();
        browser.submit(check, Map.of());
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body())
                .contains(
                        "Beyond the allocation", "these are 2 hardware tokens, and the provider lets you have 1 more");
        assertThat(serials()).isEmpty();
        SERVER.part(Allocations.class).change(acme.id(), new Allocation(100, 2), new Actor.Server());
        browser.submit(check, Map.of());
        assertThat(serials()).containsExactly("HW-1", "HW-2");
    }

    @Test
    void saysWhatIsWrongWithAFileThatCannotBeRead() {
        assertThat(send("no XML at all".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(422);
        assertThat(console.browser().body()).contains("The file was not read");
        assertThat(send(new byte[0]).body()).contains("Choose a file that is not empty.");
    }
}
