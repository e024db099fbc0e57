package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.otp.OtpAuthUri;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.enrollment.StandardApps;
import org.countersign.server.enrollment.StandardOffer;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The story of an upgrade: fifty people have tokens in standard apps; one task brings new ones, three people do not come
 * along, and the old tokens go to others. The operator works in a real browser, the phones through the device API.
 */
@DisplayName("S3, S4, S5: the story of an upgrade")
class UpgradeStoryTest {
    private static final int PEOPLE = 50;
    private static final int LATE = 3;
    private static final Pattern LINK = Pattern.compile("data-link=\"([^\"]+)\"");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final TestConsole console = TestConsole.at(server, acme);
    private final Tokens tokens = server.part(Tokens.class);
    private final Application vpn =
            server.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());
    private final List<OtpAuthUri> oldApps = new ArrayList<>();
    private final List<UserAccount> people = new ArrayList<>();

    @Test
    void movesFiftyPeopleToNewTokensAndGivesTheOldOnesToOthers() throws Exception {
        TestRules.allowStandardApps(server, acme);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(server.newUser(acme, "person-" + i + "-" + acme.slug()));
            oldApps.add(standardApp(people.get(i)));
        }
        assertThat(tokensOf(people, TokenKind.STANDARD, TokenState.ACTIVE)).hasSize(PEOPLE);
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            signIn(page);
            open(page, "/tokens?kind=standard&push=not_applicable");
            assertThat(page.locator("main").textContent()).contains("Not applicable");

            // The operator provisions everybody who has such a token, in one task.
            page.locator("#all").check();
            page.selectOption("#act", "provision");
            page.getByText("Continue").click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Provision 50 users");
            page.locator("button.primary").click();
            page.getByText("Provisioning has started").waitFor();

            for (int i = 0; i < PEOPLE - LATE; i++) {
                enrollAndSignIn(people.get(i));
            }
            open(page, "/provision/tasks/1?progress=mailed");
            assertThat(page.locator("tbody tr").count()).isEqualTo(LATE);
            for (UserAccount late : people.subList(PEOPLE - LATE, PEOPLE)) {
                assertThat(page.locator("main").textContent()).contains(late.displayName());
            }
            assertThat(page.locator("main").textContent()).contains("47 of 50 have enrolled and signed in");

            // The old tokens go back, whoever still has one.
            open(page, "/tokens?kind=standard&state=active");
            page.locator("#all").check();
            page.selectOption("#act", "return");
            page.getByText("Continue").click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Return 50 tokens to the inventory");
            page.locator("#because").fill("replaced by the Countersign app");
            page.locator("button.danger").click();
            page.getByText("50 of 50 looked at").waitFor();
            assertThat(page.locator("main").textContent()).contains("50 Done");
        }
        assertThat(tokensOf(people, TokenKind.STANDARD, TokenState.ACTIVE)).isEmpty();
        server.time().pass(Duration.ofSeconds(90));
        for (int i = 0; i < PEOPLE; i += 10) {
            assertThat(accepts(people.get(i), passcode(oldApps.get(i)))).isFalse();
        }
        // Somebody else gets a serial number of before, with a new seed; the old app is good for nobody.
        UserAccount newcomer = server.newUser(acme, "newcomer-" + acme.slug());
        Phone phone = TestPhone.of(server, newcomer);
        assertThat(phone.tokens().getFirst().serial()).isNotBlank();
        assertThat(accepts(newcomer, passcode(oldApps.getFirst()))).isFalse();
        server.time().pass(Duration.ofSeconds(60));
        assertThat(accepts(newcomer, shown(phone))).isTrue();
    }

    private OtpAuthUri standardApp(UserAccount user) {
        assertThat(server.part(StandardApps.class).offer(acme.id(), user.id(), new Actor.Server()))
                .isInstanceOf(StandardOffer.Mailed.class);
        String mail = server.mailServer().text(String.valueOf(user.mail()), "Set up a standard authenticator app");
        String link = mail.lines()
                .filter(line -> line.contains("/enroll/standard#"))
                .findFirst()
                .orElseThrow();
        String code = link.substring(link.indexOf('#') + 1);
        TestBrowser browser =
                new TestBrowser(server.pages(), server.pages().resolve("/o/" + acme.slug() + "/enroll/standard"));
        browser.submit("/enroll/standard", Map.of("code", code, "password", "correct horse"));
        Matcher shown = LINK.matcher(browser.body());
        assertThat(shown.find()).as(browser.body()).isTrue();
        OtpAuthUri uri = OtpAuthUri.parse(shown.group(1).replace("&amp;", "&"));
        browser.submit("/proof", Map.of("passcode", passcode(uri)));
        assertThat(browser.body()).contains("Your token is ready");
        return uri;
    }

    private void enrollAndSignIn(UserAccount user) throws Exception {
        String mail = server.mailServer().text(String.valueOf(user.mail()), "Set up your authenticator");
        String link = mail.lines()
                .filter(line -> line.startsWith(server.app() + "/enroll#"))
                .findFirst()
                .orElseThrow();
        Phone phone = TestPhone.empty(server);
        Enrollment enrollment = phone.enroll(link, Optional.empty());
        enrollment.finish("Phone", Optional.empty(), true);
        enrollment.activate(Optional.of("correct horse"));
        assertThat(accepts(user, shown(phone))).isTrue();
    }

    private static String shown(Phone phone) {
        return phone.passcode(phone.tokens().getFirst().serial()).exposed();
    }

    private String passcode(OtpAuthUri uri) {
        TotpParameters parameters = (TotpParameters) uri.parameters();
        return Totp.passcode(
                        uri.key(), parameters, parameters.stepAt(server.time().instant()))
                .exposed();
    }

    private boolean accepts(UserAccount user, String passcode) {
        return server.part(PasscodeChecks.class)
                        .check(
                                vpn,
                                new Actor.Server(),
                                new Visitor("192.0.2.7", null, null),
                                user.userName(),
                                null,
                                passcode)
                instanceof PasscodeCheck.Accepted;
    }

    private List<Token> tokensOf(List<UserAccount> users, TokenKind kind, TokenState state) {
        return users.stream()
                .flatMap(user -> tokens.of(acme.id(), user.id()).stream())
                .filter(token -> token.standing().kind() == kind && token.state() == state)
                .toList();
    }

    private void signIn(Page page) {
        open(page, "/tokens");
        page.locator("#userName").fill("olivia");
        page.locator("#password").fill(TestConsole.PASSWORD);
        page.keyboard().press("Enter");
        page.locator(".console-nav").waitFor();
    }

    private void open(Page page, String address) {
        page.navigate(server.pages().resolve(console.path(address)).toString());
    }
}
