package org.countersign.server.web.portal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** Somebody in front of the portal, with a browser without JavaScript and the phones they get. */
public final class PortalPerson {
    /** Theirs. */
    public static final String PASSWORD = "correct horse";

    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{3}) (\\d{3})$");
    private static final Pattern LINK = Pattern.compile("data-activation=\"(A1[A-Za-z0-9_-]+)\"");

    final RunningServer server;
    final VirtualServer home;
    final String name;
    final TestBrowser browser;
    private String activation = "";

    private PortalPerson(RunningServer server, VirtualServer home, String name) {
        this.server = server;
        this.home = home;
        this.name = name;
        this.browser = new TestBrowser(server.pages(), server.pages().resolve("/portal/" + home.slug()));
    }

    /** Returns somebody who has an account. */
    public static PortalPerson of(RunningServer server, UserAccount account, VirtualServer home) {
        return new PortalPerson(server, home, account.userName());
    }

    /** Returns somebody who types this name. */
    static PortalPerson stranger(RunningServer server, VirtualServer home, String name) {
        return new PortalPerson(server, home, name);
    }

    TestBrowser open(String page) {
        return browser.open(URI.create("/portal/" + home.slug() + page));
    }

    TestBrowser start(String way) {
        open("");
        return browser.submit("/start", Map.of("userName", name, "way", way));
    }

    /** Returns the code in the newest of {@code mails} mails. */
    public String mailedCode(int mails) {
        String address = name + "@example.com";
        await().atMost(Duration.ofSeconds(20)).until(() -> codeMails(address).size() >= mails);
        Matcher code = CODE.matcher(codeMails(address).get(mails - 1));
        if (!code.find()) {
            throw new AssertionError("no code in the mail");
        }
        return code.group(1) + code.group(2);
    }

    private List<String> codeMails(String address) {
        return server.mailServer().messages(address).stream()
                .filter(mail -> MailServer.subjectOf(mail).startsWith("Your verification code"))
                .map(MailServer::textOf)
                .toList();
    }

    TestBrowser password() {
        return browser.submit("/password", Map.of("password", PASSWORD));
    }

    /** Walks from the start to the choice of a device, or to the second factor where they have one. */
    void walkToDevice() {
        start("add");
        browser.submit("/code", Map.of("code", mailedCode(1)));
        password();
    }

    /** Chooses a phone, and enrolls one with what the page shows. */
    Phone enroll(Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("platform", "ANDROID");
        browser.submit("/add", fields);
        return enrollWhatIsShown();
    }

    Phone enrollWhatIsShown() {
        Phone phone = TestPhone.empty(server);
        try {
            finishWhatIsShown(phone).activate(Optional.empty());
            return phone;
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        }
    }

    /** Binds a phone with what the page shows; to activate is next. */
    Enrollment finishWhatIsShown(Phone phone) throws IOException {
        Matcher shown = LINK.matcher(browser.body());
        if (!shown.find()) {
            throw new AssertionError("no activation string at " + browser.address() + ": " + browser.body());
        }
        activation = shown.group(1);
        Enrollment enrollment = phone.enroll(server.app() + "/enroll#" + activation, Optional.empty());
        enrollment.finish("Phone of " + name, Optional.empty(), true);
        return enrollment;
    }

    /** Returns the activation string that the latest enrollment used. */
    String activation() {
        if (activation.isEmpty()) {
            throw new IllegalStateException("nothing was enrolled");
        }
        return activation;
    }

    /** Goes on to the trial, and types a passcode that {@code phone} shows. */
    TestBrowser tryOut(Phone phone) {
        open("/add/app");
        browser.submit("/add/try", Map.of());
        return passcode(phone);
    }

    /** Types a passcode of the next step, which nobody has used. */
    TestBrowser passcode(Phone phone) {
        server.time().pass(Duration.ofSeconds(31));
        return browser.submit("/passcode", Map.of("passcode", code(phone)));
    }

    private static String code(Phone phone) {
        return phone.passcode(phone.tokens().getFirst().serial()).exposed();
    }

    /** Signs in with password and passcode. */
    TestBrowser signIn(Phone phone) {
        start("sign-in");
        browser.submit("/password", Map.of("userName", name, "password", PASSWORD));
        return passcode(phone);
    }

    List<Token> tokens(UserAccount account) {
        return server.part(Tokens.class).of(home.id(), account.id());
    }

    List<TokenId> active(UserAccount account) {
        return tokens(account).stream()
                .filter(token -> token.state() == TokenState.ACTIVE)
                .map(Token::id)
                .toList();
    }
}
