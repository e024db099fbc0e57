package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The looks of policies and self-service (S8, S9): 360 and 1440 pixels, light and dark, no flaw")
class ConsolePoliciesLooksTest {
    private static final String PUSH =
            "version=1&push.allowed=true&push.seconds=60&push.unansweredLimit=3&push.deniedLimit=3";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");

    @Test
    void hasNoFlawInAnyLook() {
        TestConsole console = TestConsole.at(server, acme);
        TestToken.totp(server, server.newUser(acme, "ada.okafor"));
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)),
                        new Actor.Operator(console.operator().id()));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("policies", "/policies?done=changed");
        pages.put("policy-form", "/policies/tokens");
        pages.put("policy-form-push", "/policies/push");
        pages.put("policy-wrong", "/policies/tokens/confirm?version=1&tokens.mode=OCRA&tokens.length=4");
        pages.put("policy-overtaken", "/policies/push?version=0&push.numberDigits=0&push.seconds=60");
        pages.put("policy-confirm", "/policies/push/confirm?" + PUSH + "&push.numberDigits=2&push.enhanced=true");
        pages.put("policy-versions", "/policies/versions");
        pages.put("policy-restore", "/policies/versions/0/restore");
        pages.put("policy-profile", "/policies/profile");
        pages.put("self-service", "/self-service");
        pages.put("self-service-form", "/self-service/rules");
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.onPageError(flaws::add);
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.fill("#userName", "olivia");
            page.fill("#password", TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            for (Map.Entry<String, String> shown : pages.entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "console-" + shown.getKey()));
            }
        }
        assertThat(flaws).isEmpty();
    }
}
