package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.Map;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.TestBrowser;
import org.junit.jupiter.api.Test;

/** The ways a sign-in ends without success, as people see them: what happened, and the one next step. */
class LoginEndsLookTest extends LoginStage {
    @Test
    void saysByItselfThatItWasDenied() {
        ask();
        phone.answer(phone.denial(phone.request(), "cancelled"));
        heading("You said no");
        look("login-denied");
        press("Start again");
        heading("Sign in");
    }

    @Test
    void saysByItselfThatItWasReported() {
        ask();
        phone.answer(phone.denial(phone.request(), "not_me"));
        heading("This sign-in was stopped");
        look("login-reported");
    }

    @Test
    void saysThatTheNumberWasWrong() {
        String number = ask();
        phone.answer(phone.approval(phone.request(), number.equals("10") ? "11" : "10"));
        heading("The numbers did not match");
        look("login-wrong-number");
    }

    @Test
    void saysThatThePhoneWasNotReached() {
        ask();
        server.time().pass(Duration.ofSeconds(61));
        page.reload();
        heading("We could not reach your phone");
        look("login-undelivered");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Use a passcode"))
                .click();
        heading("Confirm that it is you");
    }

    @Test
    void saysThatNobodyAnsweredInTime() {
        ask();
        phone.request();
        server.time().pass(Duration.ofSeconds(61));
        page.reload();
        heading("No answer in time");
        look("login-expired");
    }

    @Test
    void saysThatAnotherSignInTookItsPlace() {
        ask();
        TestBrowser elsewhere = new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                .submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                .submit("/push", Map.of());
        assertThat(elsewhere.body()).contains("Answer on your phone");
        heading("A newer request took its place");
        look("login-superseded");
    }

    @Test
    void asksForAPasscodeWhenRequestsGoUnanswered() {
        for (int i = 0; i < PolicySettings.DEFAULT.push().unansweredLimit(); i++) {
            new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                    .submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                    .submit("/push", Map.of());
            server.time().pass(Duration.ofSeconds(61));
        }
        password("correct horse");
        press("Use my mobile to autosend a passcode");
        page.getByText("Your phone is left in peace").waitFor();
        assertThat(page.getByText("Use my mobile to autosend a passcode").count())
                .as("what would not be done is not offered")
                .isZero();
        look("login-withheld");
    }

    @Test
    void saysThatItTookTooLong() {
        password("correct horse");
        heading("Confirm that it is you");
        server.time().pass(Duration.ofMinutes(11));
        page.reload();
        heading("That took too long");
        look("login-too-old");
    }
}
