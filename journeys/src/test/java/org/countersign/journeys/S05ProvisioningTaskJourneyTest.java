package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S5 Provisioning tasks")
@ExtendWith(SharedStage.class)
class S05ProvisioningTaskJourneyTest {
    private static final String SUBJECT = "Set up your authenticator";

    @Test
    @DisplayName(
            "S5: one task provisions several users and says who has the mail, who has enrolled and who has signed in")
    void aTaskSaysHowFarEverybodyIs(Journey journey) throws IOException {
        Person hilda = journey.person("Hilda");
        Person hugo = journey.person("Hugo");
        Operator operator = journey.operator();
        String task = provision(operator, List.of(hilda, hugo));
        Mailbox mailbox = journey.mailbox();
        String link = link(mailbox, hilda);
        link(mailbox, hugo);
        expectProgress(operator, task, hilda, "Mail sent");
        assertThat(operator.row(hilda.displayName()).innerText()).contains(hilda.mail());
        assertThat(operator.fact("Operator").innerText()).isEqualTo("operator");
        assertThat(operator.fact("Users").innerText()).isEqualTo("2");
        operator.expectText("0 of 2 have enrolled and signed in");

        // The serial number is reserved until the app has it, and leaves the inventory then.
        assertThat(journey.rest().token(hilda).get("state").getAsString()).isEqualTo("ASSIGNED");
        Phone phone = journey.phone();
        phone.page().navigate(link);
        expectHeading(phone.page(), "Name your token");
        expectProgress(operator, task, hilda, "Link opened");
        phone.finishEnrollment(hilda.password());
        assertThat(journey.rest().token(hilda).get("state").getAsString()).isEqualTo("ACTIVE");
        expectProgress(operator, task, hilda, "Enrolled");
        Desk desk = journey.desk();
        desk.password(hilda);
        desk.passcode(phone.passcode());
        desk.expectSignedIn(hilda);
        expectProgress(operator, task, hilda, "Signed in");
        operator.expectText("1 of 2 have enrolled and signed in");
        Look.at(operator.page(), "s05-task");
        operator.open("/provision/tasks");
        operator.follow("Provisioning task " + task, "Provisioning task " + task);
    }

    @Test
    @DisplayName("S5: an operator reminds, moves the stop date, takes a user out and ends the task; dead links say so")
    void aTaskIsRemindedExtendedAndRemoved(Journey journey) throws IOException {
        Person ida = journey.person("Ida");
        Person ivan = journey.person("Ivan");
        Operator operator = journey.operator();
        String task = provision(operator, List.of(ida, ivan));
        Mailbox mailbox = journey.mailbox();
        String linkOfIda = link(mailbox, ida);
        String linkOfIvan = link(mailbox, ivan);
        operator.follow("Remind …", "Remind the users of task " + task);
        operator.expectText("2 of 2 users have not enrolled yet.");
        operator.press("Send reminders", "Users reminded");
        operator.expectText("Nobody gets a mail now");
        assertThat(mailbox.count(ida.mail(), "Reminder"))
                .as("nobody is reminded on the day of the mail")
                .isZero();

        operator.follow("Extend …", "Move the stop date of task " + task);
        operator.fill("Stop date", day(-1));
        press(operator.page(), "Move stop date");
        operator.expectText("Choose a day from today on");
        operator.fill("Stop date", day(30));
        operator.press("Move stop date", "Stop date moved");
        assertThat(operator.fact("Stop date").locator("time").getAttribute("datetime"))
                .startsWith(day(31));

        long free = free(operator, task);
        operator.follow("Remove " + ida.displayName(), "Remove " + ida.displayName() + " from task " + task);
        operator.press("Remove 1 user", "User removed from the task");
        refuses(journey, linkOfIda);
        operator.follow("Remove task …", "Remove task " + task);
        operator.expectText("You are about to end this task for 1 of 2 users");
        operator.press("Remove task", "Task removed");
        assertThat(operator.fact("State").innerText()).startsWith("Removed");
        refuses(journey, linkOfIvan);
        assertThat(free(operator, task))
                .as("both serial numbers are free again")
                .isEqualTo(free + 2);
    }

    @Test
    @DisplayName("S5: a stop date in the past, and nobody chosen, are said before anything is sent")
    void whatCannotBeIsSaidBeforeAnythingIsSent(Journey journey) throws IOException {
        Person person = journey.person("Jonas");
        Operator operator = journey.operator();
        operator.go("Provision");
        press(operator.page(), "Continue");
        operator.expectSaid("Nobody is chosen");
        operator.open("/provision/check?user=" + person.id());
        operator.fill("Stop date", day(-1));
        press(operator.page(), "Provision 1 user");
        operator.expectText("Choose a day from today on");
        assertThat(journey.mailbox().count(person.mail(), SUBJECT)).isZero();
    }

    /** Chooses users on the page, provisions them until a week from now, and returns the number of the task. */
    private static String provision(Operator operator, List<Person> people) {
        operator.go("Provision");
        for (Person person : people) {
            operator.fill("User name, name or mail address", person.userName());
            press(operator.page(), "Find");
            operator.main()
                    .locator("label.pick")
                    .getByText(person.displayName())
                    .click();
        }
        press(operator.page(), "Continue");
        expectHeading(operator.page(), "Provision " + people.size() + " users");
        operator.fill("Stop date", day(7));
        operator.press("Provision " + people.size() + " users", "Provisioning has started");
        assertThat(operator.fact("Stop date").locator("time").getAttribute("datetime"))
                .startsWith(day(8));
        return operator.page().locator("h1").innerText().replaceAll("\\D", "");
    }

    /** Opens the task until somebody is so far: mails go out, and are delivered, in the background. */
    private static void expectProgress(Operator operator, String task, Person person, String progress) {
        operator.page().waitForCondition(() -> {
            operator.open("/provision/tasks/" + task);
            return operator.row(person.displayName())
                    .locator(".badge")
                    .innerText()
                    .equals(progress);
        });
    }

    private static long free(Operator operator, String task) {
        operator.open("/provision/tasks");
        String free = operator.main().getByText("Free in the inventory").innerText();
        operator.open("/provision/tasks/" + task);
        return Long.parseLong(free.replaceAll("\\D", ""));
    }

    /** The link that opens the app; waits for the mail. */
    private static String link(Mailbox mailbox, Person person) {
        return mailbox.appLink(person.mail(), SUBJECT);
    }

    private static void refuses(Journey journey, String link) {
        Page page = journey.phone().page();
        page.navigate(link);
        expectHeading(page, "This activation does not work");
        page.getByText("This activation was withdrawn").waitFor();
    }

    /** A day from now, as a field for dates takes it. */
    private static String day(int fromNow) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(fromNow).toString();
    }
}
