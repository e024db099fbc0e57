package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/** The console's page of who is told what. */
final class AlertRecipients {
    private final Operator operator;
    private final Page page;

    AlertRecipients(Operator operator) {
        this.operator = operator;
        page = operator.page();
    }

    /** Expects that somebody is told of an event: the first operator is, without being asked. */
    void expectTold(String name, String event) {
        operator.go("Alerts");
        operator.follow(name, "What " + name + " is told");
        page.getByLabel(event).waitFor();
        assertThat(page.getByLabel(event).isChecked()).isTrue();
    }

    /** Has mails sent to an address, for these events alone. */
    void addAddress(String address, String... events) {
        fill(page.locator("#kind-ADDRESS"), events);
        page.locator("#address").fill(address);
        operator.press("Add recipient", "Recipient added");
    }

    /** Has a program called for these events alone; whatever the page answers stands there then. */
    void addWebhook(String address, String... events) {
        fill(page.locator("#kind-WEBHOOK"), events);
        page.locator("#address").fill(address);
        press(page, "Add recipient");
    }

    private void fill(Locator kind, String... events) {
        operator.go("Alerts");
        operator.follow("Add recipient", "Add a recipient");
        kind.check();
        List.of(events)
                .forEach(event -> operator.main().getByText(event).first().waitFor());
        for (Locator box : page.locator("input[name=event]").all()) {
            String label = page.locator("label[for='" + box.getAttribute("id") + "'] .pick-name")
                    .innerText();
            box.setChecked(List.of(events).contains(label));
        }
    }

    /** Tells a recipient nothing any more. */
    void remove(String name) {
        operator.go("Alerts");
        operator.follow(name, "What " + name + " is told");
        operator.press("Remove this recipient", "Recipient removed");
    }

    /** Opens the form again that a wrong address has come back with. */
    void expectForm() {
        expectHeading(page, "Add a recipient");
    }
}
