package org.countersign.journeys;

import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A16 Deny")
@ExtendWith(SharedStage.class)
class A16DenyJourneyTest {

    @Test
    @DisplayName("A16: Deny asks why; ‘I cancelled’ ends the sign-in calmly")
    void cancellingEndsTheSignIn(Journey journey) {
        Person person = journey.person("Dora");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        desk.push(person);
        phone.openRequest();
        phone.deny("I cancelled");
        expectHeading(phone.page(), "Request cancelled");
        expectHeading(desk.page(), "You said no");
    }

    @Test
    @DisplayName("A16: ‘It wasn’t me!’ stops the sign-in, and the report reaches the operators by mail and console")
    void aReportReachesTheOperators(Journey journey) throws IOException {
        Person person = journey.person("Doris");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        desk.push(person);
        phone.openRequest();
        phone.deny("It wasn’t me!");
        expectHeading(phone.page(), "Attempt stopped");
        expectHeading(desk.page(), "This sign-in was stopped");

        Page operator = journey.desk().page();
        journey.openMail(operator, "operator@acme.example");
        operator.locator(".mail-text").getByText(person.userName()).waitFor();
        journey.console(operator, "/sign-ins?kind=alarms&user=" + person.userName());
        operator.locator("main").getByText("reported: “It wasn’t me!”").waitFor();
    }

    @Test
    @DisplayName("A16: who said no by mistake goes back to the request")
    void theWayBackLeadsToTheRequest(Journey journey) {
        Person person = journey.person("Daniel");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        String number = desk.push(person);
        phone.openRequest();
        press(phone.page(), "No, it wasn’t me");
        press(phone.page(), "Back to the request");
        phone.approve(number);
        desk.expectSignedIn(person);
    }
}
