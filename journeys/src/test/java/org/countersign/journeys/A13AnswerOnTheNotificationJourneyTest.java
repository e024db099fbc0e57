package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A13 A request is answered on its notification")
@ExtendWith(SharedStage.class)
class A13AnswerOnTheNotificationJourneyTest {
    private static final String APPROVE = "approve: Approve";
    private static final String DENY = "deny: Deny";

    private static LocalPushService service;

    @BeforeAll
    static void open() throws IOException {
        service = LocalPushService.open();
    }

    @AfterAll
    static void close() throws IOException {
        service.close();
    }

    @Test
    @DisplayName("A13: Approve on the notification lets the login page continue, with the app closed")
    void approvingOnTheNotificationSignsIn(Journey journey) {
        enhanced(journey);
        Person person = journey.person("Nora");
        ReachablePhone phone = enrolled(journey, person);
        phone.close();
        Desk desk = asked(journey, person);
        JsonObject message = phone.receive();
        assertThat(message.keySet()).containsExactlyInAnyOrder("v", "serial", "request");
        assertThat(message.get("serial").getAsString()).isEqualTo(journey.rest().serial(person));
        assertThat(phone.worker().notifications())
                .singleElement()
                .asString()
                .startsWith("Signing in to Acme Wiki?\n" + person.userName())
                .endsWith(APPROVE + "\n" + DENY);
        assertThat(phone.worker().click("approve")).as("no window opens").isEmpty();
        desk.expectSignedIn(person);
        assertThat(phone.worker().notifications()).isEmpty();
        phone.phone().open("#token/" + journey.rest().serial(person));
        phone.phone().page().getByText("Approved").first().waitFor();
    }

    @Test
    @DisplayName("A13: Deny on the notification ends the sign-in as cancelled")
    void denyingOnTheNotificationEndsTheSignIn(Journey journey) {
        enhanced(journey);
        Person person = journey.person("Nils");
        ReachablePhone phone = enrolled(journey, person);
        phone.close();
        Desk desk = asked(journey, person);
        phone.receive();
        assertThat(phone.worker().click("deny")).as("no window opens").isEmpty();
        Stage.expectHeading(desk.page(), "You said no");
        assertThat(phone.worker().notifications()).isEmpty();
    }

    @Test
    @DisplayName("A13: a click on the notification itself answers nothing and opens the request")
    void aClickOpensTheRequest(Journey journey) {
        enhanced(journey);
        Person person = journey.person("Nina");
        ReachablePhone phone = enrolled(journey, person);
        phone.close();
        Desk desk = asked(journey, person);
        phone.receive();
        String opened = only(phone.worker().click(""));
        assertThat(opened).startsWith("/#request/");
        phone.phone().open(opened.substring(1));
        Stage.expectHeading(phone.phone().page(), "Sign-in request");
        phone.phone().page().getByText(person.userName()).first().waitFor();
        phone.phone().approve("");
        desk.expectSignedIn(person);
    }

    @ParameterizedTest(name = "number of {0} digits, PIN {1}, enhanced {2}")
    @CsvSource({"2, NONE, true", "0, SERVER, true", "0, TOKEN, false"})
    @DisplayName(
            "A13: where a number or a PIN is asked for, the notification has no actions, and a forged one opens the app")
    void whatIsToBeTypedNeedsTheApp(int digits, String pin, boolean enhanced, Journey journey) {
        journey.policy("push.numberDigits", digits);
        journey.policy("push.enhanced", enhanced);
        journey.policy("pin.kind", pin);
        Person person = journey.person("Nick");
        ReachablePhone phone = reachable(journey);
        String link = journey.rest().activationLink(person);
        if (pin.equals("NONE")) {
            phone.phone().enroll(link);
        } else {
            PinPhone.enroll(phone.phone(), link);
        }
        phone.close();
        Desk desk = asked(journey, person);
        phone.receive();
        assertThat(phone.worker().notifications())
                .singleElement()
                .asString()
                .contains(person.userName())
                .doesNotContain(APPROVE, DENY);
        String opened = only(phone.worker().click("approve"));
        assertThat(opened).startsWith("/#request/");
        phone.phone().open(opened.substring(1));
        Stage.expectHeading(phone.phone().page(), "Sign-in request");
        phone.phone().deny("I cancelled");
        Stage.expectHeading(desk.page(), "You said no");
    }

    private static void enhanced(Journey journey) {
        journey.policy("push.numberDigits", 0);
        journey.policy("push.enhanced", true);
    }

    private static ReachablePhone reachable(Journey journey) {
        return new ReachablePhone(journey.notifiedPhone(), journey.server().app(), service);
    }

    private static ReachablePhone enrolled(Journey journey, Person person) {
        ReachablePhone phone = reachable(journey);
        phone.phone().enroll(journey.rest().activationLink(person));
        return phone;
    }

    /** Somebody signs in to Acme Wiki and chooses the phone. */
    private static Desk asked(Journey journey, Person person) {
        Desk desk = journey.desk();
        desk.password(person);
        desk.page().getByText("Use my mobile to autosend a passcode").click();
        Stage.expectHeading(desk.page(), "Answer on your phone");
        return desk;
    }

    private static String only(List<String> texts) {
        assertThat(texts).hasSize(1);
        return texts.getFirst();
    }
}
