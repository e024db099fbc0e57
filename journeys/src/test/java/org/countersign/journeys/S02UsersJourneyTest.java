package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S2 Users")
@ExtendWith(SharedStage.class)
class S02UsersJourneyTest {

    @Test
    @DisplayName("S2: a user is created by hand; what is wrong is said at its field, and nothing typed is lost")
    void aUserIsCreatedByHand(Journey journey) throws IOException {
        String name = "ulla-" + Journey.unlike();
        Operator operator = journey.operator();
        operator.go("Users");
        operator.follow("New user", "New user");
        operator.fill("User name", name);
        operator.fill("Name", "Ulla Berg");
        operator.fill("Mail address", "nowhere");
        operator.fill("Password", "a long walk home");
        press(operator.page(), "Create user");
        operator.expectText("This is not a mail address");
        assertThat(operator.main().getByLabel("User name").inputValue()).isEqualTo(name);
        operator.fill("Mail address", name + "@acme.example");
        operator.fill("Password", "a long walk home");
        operator.press("Create user", "User created");
        assertThat(operator.fact("State").innerText()).isEqualTo("Active");

        Person ulla = new Person(id(operator), name, "Ulla Berg", name + "@acme.example", "a long walk home");
        Phone phone = journey.phoneOf(ulla);
        Desk desk = journey.desk();
        desk.password(ulla);
        desk.passcode(phone.passcode());
        desk.expectSignedIn(ulla);
    }

    @Test
    @DisplayName("S2: whoever is disabled or locked cannot sign in, until an operator lets them")
    void whoeverIsDisabledOrLockedCannotSignIn(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Person vera = journey.person("Vera");
        Phone phone = journey.phoneOf(vera);
        String passcode = phone.nextPasscode();
        Operator operator = journey.operator();
        operator.open("/users/" + vera.id());
        operator.follow("Disable user …", "Disable " + vera.displayName());
        operator.expectText("1 token in use stops working for as long.");
        operator.press("Disable 1 user", "User disabled");
        Desk desk = journey.desk();
        refused(desk, vera);
        assertThat(journey.rest().authenticate(vera, passcode)).isEqualTo("refused");
        operator.press("Enable user", "User enabled");
        signsIn(desk, vera, phone);

        journey.rest()
                .post(
                        "/users/" + vera.id() + "/lock",
                        RestClient.object("reason", "Her badge was found at the station"));
        operator.open("/users/" + vera.id());
        operator.expectSaid("This user is locked");
        operator.expectText("Her badge was found at the station");
        desk.forget();
        refused(desk, vera);
        operator.press("Unlock user", "User unlocked");
        signsIn(desk, vera, phone);
    }

    @Test
    @DisplayName("S2: a file of users is looked at first; a wrong line is named, and nothing is half done")
    void aFileIsTakenWholeOrNotAtAll(Journey journey) throws IOException {
        String unlike = Journey.unlike();
        Operator operator = journey.operator();
        operator.go("Users");
        operator.follow("Import", "Import users");
        handIn(operator, """
            userName,displayName,mail,groups,container
            wanda-%1$s,Wanda,wanda-%1$s@acme.example,Crew %1$s,North %1$s
            willi-%1$s,Willi,not an address,,
            wanda-%1$s,Wanda again,,,
            """.formatted(unlike));
        operator.expectSaid("2 things are wrong with this file");
        assertThat(operator.row("This is not a mail address").innerText()).startsWith("3");
        assertThat(operator.row("stands on an earlier line too").innerText()).startsWith("4");
        Look.at(operator.page(), "s02-import-problems");
        operator.open("/users?q=" + "wanda-" + unlike);
        operator.expectText("Nobody matches");
        operator.open("/groups");
        assertThat(operator.row(unlike).count()).isZero();

        operator.open("/users/import");
        handIn(operator, """
            userName,displayName,mail,groups,container
            wanda-%1$s,Wanda,wanda-%1$s@acme.example,Crew %1$s,North %1$s
            willi-%1$s,"Tell, Willi",willi-%1$s@acme.example,Crew %1$s,
            """.formatted(unlike));
        operator.expectText("2 users are created.");
        operator.expectText("These groups are made: Crew " + unlike);
        Look.at(operator.page(), "s02-import-preview");
        operator.press("Import 2 users", "Import finished");
        operator.open("/users?q=willi-" + unlike);
        operator.follow("willi-" + unlike, "Tell, Willi");
        assertThat(operator.fact("Groups").innerText()).isEqualTo("Crew " + unlike);
    }

    @Test
    @DisplayName("S2: groups hold users, a container divides them; the list shows either")
    void groupsAndContainersDivideUsers(Journey journey) throws IOException {
        String unlike = Journey.unlike();
        Person xaver = journey.person("Xaver");
        Person yvonne = journey.person("Yvonne");
        Operator operator = journey.operator();
        operator.go("Users");
        operator.follow("Groups", "Groups");
        operator.fill("New group", "Pilots " + unlike);
        operator.press("Add group", "Group added");
        operator.follow("Pilots " + unlike, "Pilots " + unlike);
        operator.fill("User name, name or mail address", xaver.userName());
        press(operator.page(), "Find");
        operator.main().locator("label.pick").getByText(xaver.displayName()).click();
        operator.press("Add to the group", "Added to the group");
        operator.expectText("Members: 1");

        operator.open("/containers");
        operator.fill("New container", "South " + unlike);
        operator.press("Add container", "Container added");
        operator.open("/users?q=" + yvonne.userName());
        operator.row(yvonne.userName()).getByRole(AriaRole.CHECKBOX).check();
        press(operator.page(), "Move or group chosen users …");
        expectHeading(operator.page(), "Where 1 user belongs");
        operator.choose("Container", "South " + unlike);
        operator.press("Move 1 user", "Moved");

        assertThat(found(operator, "Group", "Pilots " + unlike)).isEqualTo(xaver.userName());
        assertThat(found(operator, "Container", "South " + unlike)).isEqualTo(yvonne.userName());
    }

    /** The one user whom the list shows with a filter. */
    private static String found(Operator operator, String filter, String choice) {
        operator.open("/users");
        operator.choose(filter, choice);
        press(operator.page(), "Find");
        operator.page().waitForURL(address -> address.contains(filter.toLowerCase(Locale.ROOT) + "="));
        Locator rows = operator.main().locator("tbody .rows-key");
        assertThat(rows.count()).isEqualTo(1);
        return rows.innerText();
    }

    private static void handIn(Operator operator, String lines) {
        operator.main()
                .getByLabel("File", new Locator.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload("users.csv", "text/csv", lines.getBytes(StandardCharsets.UTF_8)));
        operator.main()
                .getByLabel("Make groups and containers that do not exist yet")
                .check();
        press(operator.page(), "Check");
        expectHeading(operator.page(), "What this import does");
    }

    private static void refused(Desk desk, Person person) {
        desk.typePassword(person);
        desk.page().getByText("That did not work").waitFor();
    }

    private static void signsIn(Desk desk, Person person, Phone phone) {
        desk.forget();
        desk.password(person);
        desk.passcode(phone.nextPasscode());
        desk.expectSignedIn(person);
    }

    /** The id of the user whose page is open. */
    private static String id(Operator operator) {
        String path = operator.page().url().replaceFirst("[?#].*", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
