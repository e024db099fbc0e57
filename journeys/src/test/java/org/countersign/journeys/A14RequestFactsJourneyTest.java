package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A14 What the request shows")
@ExtendWith(SharedStage.class)
class A14RequestFactsJourneyTest {

    @Test
    @DisplayName("A14: application, account, place, IP address, browser and system, time ago, time left, token name")
    void theRequestShowsEverything(Journey journey) {
        Person person = journey.person("Olga");
        Phone phone = phoneWithToken(journey, person, "Olga’s Pixel");
        journey.rest()
                .post(
                        "/push-requests",
                        RestClient.object(
                                "userName",
                                person.userName(),
                                "ip",
                                "193.0.6.139",
                                "userAgent",
                                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:152.0) Gecko/20100101 Firefox/152.0"));
        phone.openRequest();
        assertThat(phone.page().locator(".request-who h2").innerText()).isEqualTo("Command line");
        assertThat(phone.page().locator(".request-who p").allInnerTexts()).containsExactly(person.userName(), "Acme");
        Map<String, String> facts = facts(phone.page());
        assertThat(facts)
                .containsEntry("Place", "Netherlands")
                .containsEntry("IP address", "193.0.6.139")
                .containsEntry("Device", "Firefox on Windows")
                .containsEntry("Token", "Olga’s Pixel");
        assertThat(facts.get("Asked")).matches("Just now|\\d+ seconds ago");
        assertThat(facts.get("Time left")).matches("\\d+ seconds");
    }

    @Test
    @DisplayName("A14: a sign-in from the desk shows Acme Wiki, this network and the desk's own browser; time goes on")
    void aSignInFromTheDeskShowsTheDesk(Journey journey) {
        Person person = journey.person("Oskar");
        Phone phone = journey.phoneOf(person);
        journey.desk().push(person);
        phone.openRequest();
        Page page = phone.page();
        assertThat(page.locator(".request-who h2").innerText()).isEqualTo("Acme Wiki");
        Map<String, String> facts = facts(page);
        assertThat(facts).containsEntry("Place", "This network").containsEntry("Device", "Chrome on Linux");
        assertThat(facts.get("IP address")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
        int left = seconds(facts.getOrDefault("Time left", ""));
        page.waitForCondition(() -> seconds(facts(page).getOrDefault("Time left", "")) < left);
        page.waitForCondition(() -> facts(page).getOrDefault("Asked", "").matches("\\d+ seconds ago"));
    }

    private static Phone phoneWithToken(Journey journey, Person person, String name) {
        Phone phone = journey.phone();
        phone.page().navigate(journey.rest().activationLink(person));
        phone.page().getByLabel("Token name").fill(name);
        press(phone.page(), "Continue");
        press(phone.page(), "Allow");
        press(phone.page(), "Show my tokens");
        return phone;
    }

    private static Map<String, String> facts(Page page) {
        List<String> names = page.locator(".request-context dt").allInnerTexts();
        List<String> values = page.locator(".request-context dd").allInnerTexts();
        Map<String, String> facts = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            facts.put(names.get(i).strip(), values.get(i).strip());
        }
        return facts;
    }

    private static int seconds(String words) {
        return Integer.parseInt(words.replaceAll("\\D", ""));
    }
}
