package org.countersign.server.web.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyGroup;
import org.countersign.server.policy.PolicyRule;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PushRules;
import org.countersign.server.policy.ReactionRules;
import org.countersign.server.policy.TargetRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.web.shell.Texts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S8, S9: the rules in the console: changed with their consequence, logged, restored")
class ConsolePoliciesTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);
    private final Policies policies = server.part(Policies.class);

    @Test
    void changesRulesAndSaysWhatFollowsForTokensInUse() {
        TestToken.totp(server, server.newUser(acme, "ada"));
        TestToken.totp(server, server.newUser(acme, "bruno"));
        assertThat(console.open("/policies").body())
                .contains("Nobody has changed them yet", "6 characters", "From the time (TOTP)", "Password alone");
        assertThat(console.open("/policies/tokens").body()).contains("A number from 5 to 9.", "value=\"6\"");
        Map<String, String> typed = typed(PolicyGroup.TOKENS, 0);
        typed.put("tokens.length", "8");
        assertThat(console.open("/policies/tokens/confirm" + query(typed)).body())
                .contains("Change these rules?", "8 characters", "tokens enrolled from now on")
                .contains("2 tokens in use keep their own parameters.")
                .doesNotContain("to everybody at once");
        assertThat(policies.current(acme.id())).isEqualTo(PolicySettings.DEFAULT);
        console.browser().submit("/policies/tokens", Map.of());
        assertThat(console.browser().body()).contains("Rules changed", "8 characters");
        assertThat(policies.current(acme.id()).tokens().length()).isEqualTo(8);
        assertThat(console.open("/policies/versions").body())
                .contains("Version 1", "olivia", "6 characters", "8 characters", "The rules at the start")
                .doesNotContain("Version 2");
    }

    @Test
    void saysThatOtherRulesApplyAtOnce() {
        Map<String, String> typed = typed(PolicyGroup.PUSH, 0);
        typed.put("push.numberDigits", "6");
        assertThat(console.open("/policies/push/confirm" + query(typed)).body())
                .contains("to everybody at once", "2 digits", "6 digits")
                .doesNotContain("tokens enrolled from now on");
    }

    @Test
    void warnsOfAServerPinBelowEightCharacters() {
        String warning = "fewer than eight characters";
        Map<String, String> typed = typed(PolicyGroup.PIN, 0);
        typed.put("pin.kind", "SERVER");
        typed.put("pin.minimum", "7");
        assertThat(console.open("/policies/pin/confirm" + query(typed)).body()).contains(warning);
        typed.put("pin.minimum", "8");
        typed.put("pin.maximum", "32");
        assertThat(console.open("/policies/pin/confirm" + query(typed)).body())
                .contains("Change these rules?")
                .doesNotContain(warning);
        typed.put("pin.kind", "TOKEN");
        typed.put("pin.minimum", "4");
        assertThat(console.open("/policies/pin/confirm" + query(typed)).body())
                .contains("Change these rules?")
                .doesNotContain(warning);
    }

    @Test
    void saysWhatIsWrongAtItsFieldAndLosesNothing() {
        Map<String, String> typed = typed(PolicyGroup.TOKENS, 0);
        typed.put("tokens.length", "4");
        typed.put("tokens.stepSeconds", "<b>\"soon");
        typed.put("tokens.lookAhead", "17");
        assertThat(console.open("/policies/tokens/confirm" + query(typed)).status())
                .isEqualTo(422);
        assertThat(console.browser().body())
                .contains("Type a whole number from 5 to 9.", "Type a whole number from 15 to 120.")
                .contains("value=\"17\"", "value=\"4\"", "id=\"tokens.length-error\"")
                .doesNotContain("<b>", "id=\"tokens.lookAhead-error\"");
        typed = typed(PolicyGroup.TOKENS, 0);
        typed.put("tokens.length", "9");
        typed.put("tokens.alphabet", "BASE32");
        assertThat(console.open("/policies/tokens/confirm" + query(typed)).body())
                .contains("Type a whole number from 5 to 8.");
        Map<String, String> posted = typed;
        assertThat(console.post("/policies/tokens", posted).status()).isEqualTo(422);
        assertThat(policies.latest(acme.id()).number()).isZero();
    }

    @Test
    void saysWhichRuleOfAnotherPageStandsAgainstIt() {
        policies.change(
                acme.id(),
                PolicySettings.DEFAULT.with(new PushRules(true, 0, 60, 3, 3, true, TargetRules.ALL)),
                new Actor.Server());
        Map<String, String> typed = typed(PolicyGroup.PIN, 1);
        typed.put("pin.kind", "TOKEN");
        assertThat(console.open("/policies/pin/confirm" + query(typed)).body())
                .contains("This does not go with another rule", "Approve on the notification", "stands under Push")
                .contains("id=\"pin.kind-error\"");
    }

    @Test
    void overwritesNothingThatSomebodyElseChanged() {
        Map<String, String> typed = typed(PolicyGroup.LOCKS, 0);
        typed.put("locks.threshold", "3");
        console.open("/policies/locks/confirm" + query(typed));
        PolicySettings other = PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6));
        policies.change(acme.id(), other, new Actor.Server());
        console.browser().submit("/policies/locks", Map.of());
        assertThat(console.browser().status()).isEqualTo(409);
        assertThat(console.browser().body())
                .contains("Somebody else has changed the rules meanwhile", "Number to type", "6 digits")
                .contains("value=\"3\"", "name=\"version\" value=\"1\"");
        assertThat(policies.current(acme.id())).isEqualTo(other);
        for (String way : List.of("/policies/locks", "/policies/locks/confirm")) {
            assertThat(console.open(way + query(typed)).status()).as(way).isEqualTo(409);
        }
        typed.put("version", "1");
        console.open("/policies/locks/confirm" + query(typed)).submit("/policies/locks", Map.of());
        assertThat(policies.current(acme.id()).locks().threshold()).isEqualTo(3);
        assertThat(policies.current(acme.id()).push()).isEqualTo(other.push());
    }

    @Test
    void restoresAVersionAsANewOne() {
        PolicySettings six = PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6));
        policies.change(acme.id(), six, new Actor.Server());
        policies.change(acme.id(), PolicySettings.DEFAULT, new Actor.Server());
        console.open("/policies/versions/1/restore");
        assertThat(console.browser().body()).contains("Restore version 1?", "6 digits");
        console.browser().submit("/policies/versions/1", Map.of());
        assertThat(console.browser().body()).contains("Version restored", "6 digits");
        assertThat(policies.latest(acme.id()).number()).isEqualTo(3);
        assertThat(policies.current(acme.id())).isEqualTo(six);
        console.post("/policies/versions/2", Map.of("version", "2"));
        assertThat(policies.latest(acme.id()).number()).isEqualTo(3);
        for (String page : List.of(
                "/policies/versions/9/restore", "/policies/versions/x/restore", "/policies/x", "/policies/x/confirm")) {
            assertThat(console.open(page).status()).as(page).isEqualTo(404);
        }
    }

    @Test
    void saysWhichProfileTheRulesMeet() {
        assertThat(console.open("/policies/profile").body())
                .contains(
                        "Convenient",
                        "AAL2",
                        "3 not met",
                        "of two digits",
                        "temporary passcode",
                        "This version has none");
    }

    @Test
    void letsEachRoleDoWhatItMay() {
        TestConsole reader = TestConsole.signedIn(server, acme, "rita", role("Readers", "POLICIES.VIEW"));
        assertThat(reader.open("/policies").body()).contains("6 characters").doesNotContain("Change Tokens");
        assertThat(reader.open("/policies/tokens").status()).isEqualTo(403);
        assertThat(reader.open("/self-service").status()).isEqualTo(403);
        assertThat(reader.post("/policies/tokens", typed(PolicyGroup.TOKENS, 0)).status())
                .isEqualTo(403);
        TestConsole helper = TestConsole.signedIn(server, acme, "hal", role("Self-service", "SELF_SERVICE.CHANGE"));
        assertThat(helper.open("/policies").status()).isEqualTo(403);
        Map<String, String> typed = typed(PolicyGroup.SELF_SERVICE, 0);
        typed.remove("selfService.recoveryCodes");
        typed.put("tokens.length", "8");
        typed.put("selfService.reactions.stopPushMinutes", "0");
        helper.open("/self-service/rules/confirm" + query(typed)).submit("/self-service/rules", Map.of());
        assertThat(helper.browser().body()).contains("Rules changed");
        assertThat(policies.current(acme.id()).selfService().recoveryCodes()).isFalse();
        assertThat(policies.current(acme.id()).tokens().length()).isEqualTo(6);
        assertThat(policies.current(acme.id()).selfService().reactions())
                .as("what follows a report is nothing that self-service may switch off")
                .isEqualTo(ReactionRules.DEFAULT);
        assertThat(helper.post("/policies/reactions", typed(PolicyGroup.REACTIONS, 1))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void hasWordsForEveryRuleAndValue() {
        Texts texts = server.part(Texts.class);
        for (PolicyRule rule : PolicyRule.values()) {
            String key = "policies.rule." + rule.path();
            assertThat(texts.has(key) && texts.has(key + ".text")).as(key).isTrue();
            for (String choice : rule.choices()) {
                String value = "policies.value." + rule.path() + "." + choice;
                assertThat(texts.has(value)).as(value).isTrue();
            }
        }
    }

    private static Map<String, String> typed(PolicyGroup group, int version) {
        Map<String, String> typed = new HashMap<>();
        PolicyValues values = PolicyValues.of(PolicySettings.DEFAULT);
        group.rules().forEach(rule -> typed.put(rule.path(), values.get(rule)));
        typed.put("version", Integer.toString(version));
        return typed;
    }

    private static String query(Map<String, String> typed) {
        return "?" + TestBrowser.form(typed);
    }

    private Role role(String name, String permission) {
        RoleOutcome added = server.part(Roles.class)
                .add(acme.id(), name, "", Permissions.parse(List.of(permission)), Acting.server());
        return ((RoleOutcome.Done) added).role();
    }
}
