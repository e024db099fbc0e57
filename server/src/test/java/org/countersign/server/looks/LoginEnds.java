package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.junit.jupiter.api.DynamicTest;

/** The ways a sign-in ends without success, as people see them: what happened, and the one next step. */
final class LoginEnds extends LoginStage {
    LoginEnds(RunningServer server, Eyes eyes) {
        super(server, eyes);
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("says by itself that it was denied", this::saysByItselfThatItWasDenied),
                way("says by itself that it was reported", this::saysByItselfThatItWasReported),
                way("says that the number was wrong", this::saysThatTheNumberWasWrong),
                way("says that the phone was not reached", this::saysThatThePhoneWasNotReached),
                way("says that nobody answered in time", this::saysThatNobodyAnsweredInTime),
                way("says that another sign in took its place", this::saysThatAnotherSignInTookItsPlace),
                way("asks for a passcode when requests go unanswered", this::asksForAPasscodeWhenRequestsGoUnanswered),
                way("says that it took too long", this::saysThatItTookTooLong));
    }

    private void saysByItselfThatItWasDenied() {
        ask();
        phone.answer(phone.denial(phone.request(), "cancelled"));
        heading("You said no");
        look("login-denied");
        press("Start again");
        heading("Sign in");
    }

    private void saysByItselfThatItWasReported() {
        ask();
        phone.answer(phone.denial(phone.request(), "not_me"));
        heading("This sign-in was stopped");
        look("login-reported");
    }

    private void saysThatTheNumberWasWrong() {
        String number = ask();
        phone.answer(phone.approval(phone.request(), number.equals("10") ? "11" : "10"));
        heading("The numbers did not match");
        look("login-wrong-number");
    }

    private void saysThatThePhoneWasNotReached() {
        ask();
        server.time().pass(Duration.ofSeconds(61));
        page.reload();
        heading("We could not reach your phone");
        look("login-undelivered");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Use a passcode"))
                .click();
        heading("Confirm that it is you");
    }

    private void saysThatNobodyAnsweredInTime() {
        ask();
        phone.request();
        server.time().pass(Duration.ofSeconds(61));
        page.reload();
        heading("No answer in time");
        look("login-expired");
    }

    private void saysThatAnotherSignInTookItsPlace() {
        ask();
        TestBrowser elsewhere = new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                .submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                .submit("/push", Map.of());
        assertThat(elsewhere.body()).contains("Answer on your phone");
        heading("A newer request took its place");
        look("login-superseded");
    }

    private void asksForAPasscodeWhenRequestsGoUnanswered() {
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

    private void saysThatItTookTooLong() {
        password("correct horse");
        heading("Confirm that it is you");
        server.time().pass(Duration.ofMinutes(11));
        page.reload();
        heading("That took too long");
        look("login-too-old");
    }
}
