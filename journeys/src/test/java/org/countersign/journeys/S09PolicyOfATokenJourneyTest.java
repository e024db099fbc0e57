package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S9 A token keeps its own policy")
@ExtendWith(SharedStage.class)
class S09PolicyOfATokenJourneyTest {

    private static String tokenId(Journey journey, Person person) {
        return journey.rest()
                .get("/users/" + person.id() + "/tokens")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
    }

    private static void signIn(Journey journey, Person person, String passcode) {
        Desk desk = journey.desk();
        desk.password(person);
        desk.passcode(passcode);
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("S9: a token enrolled before keeps verifying with its own parameters, a new one has the new ones")
    void keepsVerifyingWithItsOwnParameters(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Person early = journey.person("Edda");
        Phone before = journey.phoneOf(early);
        assertThat(before.nextPasscode()).matches("\\d{6}");

        Operator operator = journey.operator();
        Page page = operator.page();
        operator.go("Policies");
        operator.follow("Change Tokens", "Change rules: Tokens");
        operator.choose("Kind of passcode", "From the time (TOTP)");
        operator.choose("Hash", "SHA-512");
        operator.choose("Characters", "Digits and A to F");
        operator.fill("Length", "8");
        press(page, "See what changes");
        expectHeading(page, "Change these rules?");
        operator.expectText("in use keep");
        operator.press("Change rules", "Rules changed");

        Person late = journey.person("Lasse");
        Phone after = journey.phoneOf(late);
        String passcode = after.passcode();
        assertThat(passcode).matches("[0-9A-F]{8}");
        signIn(journey, late, passcode);
        signIn(journey, early, before.nextPasscode());

        operator.open("/tokens/" + tokenId(journey, early));
        assertThat(operator.fact("Passcodes").innerText()).isEqualTo("Event-based");
        String policyBefore = operator.fact("Policy").innerText();
        operator.open("/tokens/" + tokenId(journey, late));
        assertThat(operator.fact("Passcodes").innerText()).isEqualTo("Time-based");
        assertThat(operator.fact("Policy").innerText()).isNotEqualTo(policyBefore);

        // Enrolled anew, somebody has what holds now.
        Phone again = journey.phoneOf(early);
        assertThat(again.passcode()).matches("[0-9A-F]{8}");
    }
}
