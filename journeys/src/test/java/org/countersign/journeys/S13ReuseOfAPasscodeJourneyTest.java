package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S13 Reuse of a passcode")
@ExtendWith(SharedStage.class)
class S13ReuseOfAPasscodeJourneyTest {

    @Test
    @DisplayName("S13: a passcode works once; a second use is refused, recorded, and mailed to the operators")
    void aSecondUseIsRefusedRecordedAndMailed(Journey journey) throws IOException {
        Operator operator = journey.operator();
        AlertRecipients recipients = new AlertRecipients(operator);
        recipients.expectTold("operator", "Passcode used a second time");
        String watch = "watch-" + Journey.unlike() + "@acme.example";
        recipients.addAddress(watch, "Passcode used a second time");

        Person person = journey.person("Runar");
        Phone phone = journey.phoneOf(person);
        String passcode = phone.passcode();
        Desk own = journey.desk();
        own.password(person);
        own.passcode(passcode);
        own.expectSignedIn(person);
        Desk thief = journey.desk();
        thief.password(person);
        thief.passcode(passcode);
        thief.page().getByText("That passcode does not work").waitFor();
        Look.at(thief.page(), "s13-refused");

        operator.open("/sign-ins?kind=alarms&user=" + person.userName());
        operator.expectText("the passcode had been used before");
        operator.go("Snapshot");
        operator.expectText("Look here: within the last day");
        operator.expectText(person.displayName());
        operator.open("/audit?type=PASSCODE_REPLAYED&user=" + person.userName());
        assertThat(operator.row("Passcode used a second time").count()).isEqualTo(1);

        Page mails = journey.desk().page();
        journey.openMail(mails, watch, "Passcode used a second time", 1);
        assertThat(mails.locator(".mail-text").innerText())
                .contains(person.userName(), "IP address: ", "Acme Wiki", "Somebody may have seen the passcode");

        Portal portal = Portal.of(journey, person);
        portal.signIn(phone);
        Stage.follow(portal.page(), "My sign-ins");
        portal.page().getByText("Used passcode refused").first().waitFor();
        recipients.remove(watch);
    }
}
