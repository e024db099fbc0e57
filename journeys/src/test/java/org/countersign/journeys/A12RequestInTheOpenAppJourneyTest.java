package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.follow;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A12 Push request, app open")
@ExtendWith(SharedStage.class)
class A12RequestInTheOpenAppJourneyTest {

    @Test
    @DisplayName("A12: a bar says how many wait; it opens the newest, the others stay, with next and previous")
    void theBarOpensTheNewestAndTheOthersStay(Journey journey) {
        List<Person> people = List.of(journey.person("Anna"), journey.person("Bruno"), journey.person("Clara"));
        Phone phone = journey.phoneOf(people.get(0));
        phone.enroll(journey.rest().activationLink(people.get(1)));
        phone.enroll(journey.rest().activationLink(people.get(2)));
        Desk anna = journey.desk();
        String annasNumber = anna.push(people.get(0));
        waits(phone, "1 sign-in request");
        journey.desk().push(people.get(1));
        waits(phone, "2 sign-in requests");
        Desk clara = journey.desk();
        clara.push(people.get(2));
        waits(phone, "3 sign-in requests");

        phone.openRequest();
        asks(phone, people.get(2));
        follow(phone.page(), "Next request");
        asks(phone, people.get(1));
        Look.at(phone.page(), "a12-second-of-three");
        follow(phone.page(), "Next request");
        asks(phone, people.get(0));
        assertThat(phone.page()
                        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next request"))
                        .count())
                .as("the oldest is the last")
                .isZero();
        phone.approve(annasNumber);
        anna.expectSignedIn(people.get(0));

        phone.backToTokens();
        waits(phone, "2 sign-in requests");
        phone.openRequest();
        asks(phone, people.get(2));
        follow(phone.page(), "Next request");
        asks(phone, people.get(1));
        follow(phone.page(), "Previous request");
        asks(phone, people.get(2));
        phone.deny("I cancelled");
        Stage.expectHeading(phone.page(), "Request cancelled");
        Stage.expectHeading(clara.page(), "You said no");
        follow(phone.page(), "Next request");
        asks(phone, people.get(1));
    }

    private static void waits(Phone phone, String words) {
        phone.page().locator("a.pending").getByText(words).waitFor();
    }

    private static void asks(Phone phone, Person person) {
        phone.page().locator(".request-who").getByText(person.userName()).waitFor();
    }
}
