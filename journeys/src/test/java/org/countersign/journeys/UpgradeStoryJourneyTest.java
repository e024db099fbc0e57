package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fifty people have tokens in apps that cannot push. One task brings them new ones; who has not come along is seen, and the
 * old tokens go to others.
 */
@DisplayName("The story of an upgrade: S3, S4, S5")
@ExtendWith(SharedStage.class)
class UpgradeStoryJourneyTest {
    private static final int PEOPLE = 50;
    private static final int LATE = 3;
    private static final int PAGE = 25;

    /** Somebody with their app of before. */
    private record Veteran(Person person, StandardApp before, String serial) {}

    /** A link in a mail, and whose it is. */
    private record Link(Person person, String link) {}

    @Test
    @DisplayName("50 people move to tokens that push in one task; 3 are late; the old tokens go to others")
    void fiftyPeopleMoveAndTheirOldTokensGoToOthers(Journey journey) throws IOException {
        allocate(journey, PEOPLE);
        List<Veteran> veterans = veterans(journey);
        Operator operator = journey.operator();
        String task = provisionAll(operator, veterans.getFirst().person());

        List<Veteran> ready = veterans.subList(0, PEOPLE - LATE);
        List<Veteran> late = veterans.subList(PEOPLE - LATE, PEOPLE);
        Mailbox mailbox = journey.mailbox();
        List<Link> links = veterans.stream()
                .map(Veteran::person)
                .map(person -> new Link(person, mailbox.appLink(person.mail(), "Set up your authenticator")))
                .toList();
        parallel(links.subList(0, ready.size()), link -> {
            SoftwarePhone phone =
                    SoftwarePhone.enroll(link.link(), link.person().password());
            assertThat(accepts(journey, link.person(), phone.passcode())).isTrue();
            return phone;
        });
        seesWhoIsLate(operator, task, late);
        readsInTheReportWhoIsLate(operator, task, ready, late);

        revokeAll(operator, veterans.getFirst().person());
        for (Veteran veteran : List.of(ready.getFirst(), ready.getLast(), late.getFirst())) {
            assertThat(accepts(journey, veteran.person(), veteran.before().passcode(0)))
                    .isFalse();
            assertThat(accepts(journey, veteran.person(), veteran.before().passcode(1)))
                    .isFalse();
        }
        returnAll(operator, veterans.getFirst().person());
        for (Veteran veteran : List.of(ready.getFirst(), late.getFirst(), ready.getLast())) {
            giveToSomebodyElse(journey, operator, veteran);
        }
    }

    /** Fifty people whose apps cannot push. One of them signs in with it, so that a later refusal says something. */
    private static List<Veteran> veterans(Journey journey) {
        journey.policy("enrollment.standardApps", true);
        String unlike = Journey.unlike();
        List<Person> people = parallel(
                IntStream.range(0, PEOPLE).boxed().toList(),
                number -> journey.person("Veteran" + unlike + "x" + (char) ('a' + number / 10) + number % 10));
        people.forEach(person -> StandardApp.mailLink(journey.rest(), person));
        Mailbox mailbox = journey.mailbox();
        List<Link> mails = people.stream()
                .map(person -> new Link(person, mailbox.text(person.mail(), "Set up a standard authenticator app")))
                .toList();
        List<Veteran> veterans = parallel(
                mails,
                mail -> new Veteran(
                        mail.person(),
                        StandardApp.setUp(journey.server().pages(), mail.person(), mail.link()),
                        journey.rest().serial(mail.person())));
        Veteran one = veterans.get(PEOPLE / 2);
        assertThat(accepts(journey, one.person(), one.before().passcode(1))).isTrue();
        return veterans;
    }

    /** Finds everybody whose app cannot push, provisions them in one task, and returns its number. */
    private static String provisionAll(Operator operator, Person anyone) {
        find(operator, anyone, "Active");
        assertThat(operator.row("Not applicable").count()).as("the first page").isEqualTo(PAGE);
        actOnAll(operator, "Provision", "Provision 50 users");
        Look.at(operator.page(), "upgrade-provision");
        operator.press("Provision 50 users", "Provisioning has started");
        return operator.page().locator("h1").innerText().replaceAll("\\D", "");
    }

    private static void seesWhoIsLate(Operator operator, String task, List<Veteran> late) {
        operator.open("/provision/tasks/" + task);
        operator.expectText("47 of 50 have enrolled and signed in");
        Look.at(operator.page(), "upgrade-task");
        operator.main()
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("3 Mail sent"))
                .click();
        expectHeading(operator.page(), "Users of this task: Mail sent");
        Set<String> shown =
                Set.copyOf(operator.main().locator("tbody .rows-key").allInnerTexts());
        assertThat(shown)
                .isEqualTo(late.stream()
                        .map(veteran -> veteran.person().displayName())
                        .collect(Collectors.toSet()));
    }

    /** The report on provisioning says the same of this task: who has come along, and who has only the mail. */
    private static void readsInTheReportWhoIsLate(
            Operator operator, String task, List<Veteran> ready, List<Veteran> late) {
        operator.go("Reports");
        operator.main()
                .locator("a.catalogue-entry")
                .filter(new Locator.FilterOptions().setHasText("Provisioning progress"))
                .first()
                .click();
        expectHeading(operator.page(), "Provisioning progress");
        operator.fill("Provisioning task", task);
        for (Veteran veteran : late) {
            assertThat(reported(operator, veteran)).contains("Mail");
        }
        assertThat(reported(operator, ready.getFirst())).doesNotContain("Mail");
        Look.at(operator.page(), "upgrade-report");
    }

    private static String reported(Operator operator, Veteran veteran) {
        String userName = veteran.person().userName();
        operator.fill("User name, name or mail address", userName);
        press(operator.page(), "Show first rows");
        return operator.row(userName).first().innerText();
    }

    private static void revokeAll(Operator operator, Person anyone) {
        find(operator, anyone, "Active");
        actOnAll(operator, "Revoke", "Revoke 50 tokens");
        // 3 people did not enroll the new token: they have none in use until they do.
        operator.expectText("It is about the tokens of 50 people.");
        operator.expectText("3 of them have no token in use afterwards.");
        operator.fill("Reason", "replaced by tokens that push");
        Look.at(operator.page(), "upgrade-revoke");
        finish(operator, "Revoke 50 tokens");
        Look.at(operator.page(), "upgrade-revoked");
    }

    private static void returnAll(Operator operator, Person anyone) {
        find(operator, anyone, "Revoked");
        actOnAll(operator, "Revoke and return", "Return 50 tokens to the inventory");
        operator.fill("Reason", "free for others");
        Look.at(operator.page(), "upgrade-return");
        finish(operator, "Return 50 tokens");
        Look.at(operator.page(), "upgrade-returned");
    }

    private static void finish(Operator operator, String button) {
        press(operator.page(), button);
        operator.expectText("50 of 50 looked at");
        operator.main()
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("50 Done"))
                .waitFor();
    }

    /** A serial number of before gets a new user, and a new seed. */
    private static void giveToSomebodyElse(Journey journey, Operator operator, Veteran before) {
        Person newcomer = journey.person("Newcomer");
        operator.open("/tokens?q=" + before.serial());
        assertThat(operator.row(before.serial()).innerText()).contains("Inventory");
        operator.follow(before.serial(), "Token " + before.serial());
        operator.follow("Assign …", "Assign token " + before.serial());
        operator.fill("User name", newcomer.userName());
        operator.press("Assign 1 token", "Token assigned");
        operator.follow("Send the link …", "Provision 1 user");
        operator.press("Provision 1 user", "Provisioning has started");
        Mailbox mailbox = journey.mailbox();
        SoftwarePhone phone = SoftwarePhone.enroll(
                mailbox.appLink(newcomer.mail(), "Set up your authenticator"), newcomer.password());
        assertThat(phone.serial()).isEqualTo(before.serial());
        assertThat(accepts(journey, newcomer, before.before().passcode(0))).isFalse();
        assertThat(accepts(journey, newcomer, phone.passcode())).isTrue();
    }

    /** Shows the standard apps' tokens of the story's people, who all have the same beginning of their names. */
    private static void find(Operator operator, Person anyone, String state) {
        operator.open("/tokens");
        operator.fill(
                "User name or name",
                anyone.userName().substring(0, anyone.userName().indexOf('x')));
        operator.choose("State", state);
        operator.choose("Type", "Standard app");
        operator.choose("Push OTP", "Not applicable");
        press(operator.page(), "Find");
        operator.page().waitForURL(address -> address.contains("kind=standard"));
    }

    private static void actOnAll(Operator operator, String act, String title) {
        operator.main().getByLabel("All that match the search above").check();
        operator.choose("What to do", act);
        press(operator.page(), "Continue");
        expectHeading(operator.page(), title);
    }

    private static void allocate(Journey journey, int tokens) {
        JsonObject order = new JsonObject();
        order.addProperty("count", 2 * tokens);
        journey.rest().post("/tokens/allocate", order);
    }

    private static boolean accepts(Journey journey, Person person, String passcode) {
        return journey.rest()
                .answer(
                        "/authenticate",
                        RestClient.object("userName", person.userName(), "passcode", passcode),
                        "result")
                .equals("accepted");
    }

    /** Does the same for everybody, on all processors: what many people do at the same time anyway. */
    private static <T, R> List<R> parallel(List<T> everybody, Function<T, R> act) {
        return everybody.parallelStream().map(act).toList();
    }
}
