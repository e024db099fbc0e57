package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S8: which profile the rules meet, row by row")
class ProfilesTest {
    /** Meets every row of AAL2 that rules decide, and has a PIN. */
    private static final PolicySettings STRICT =
            with(PolicySettings.DEFAULT, Map.of(PolicyRule.NUMBER_DIGITS, "6", PolicyRule.TEMPORARY_PASSCODE, "NONE"));

    /** What a row is about, on the wrong and on the right side of its bound. */
    record Edge(ProfileRow row, Map<PolicyRule, String> broken, Map<PolicyRule, String> met) {}

    static Stream<Edge> edges() {
        return Stream.of(
                new Edge(
                        ProfileRow.PUSH_NUMBER,
                        Map.of(PolicyRule.NUMBER_DIGITS, "0"),
                        Map.of(PolicyRule.NUMBER_DIGITS, "2")),
                new Edge(
                        ProfileRow.PUSH_NUMBER_LENGTH,
                        Map.of(PolicyRule.NUMBER_DIGITS, "2"),
                        Map.of(PolicyRule.NUMBER_DIGITS, "6")),
                new Edge(
                        ProfileRow.PUSH_NUMBER_LENGTH,
                        Map.of(PolicyRule.NUMBER_DIGITS, "0"),
                        Map.of(PolicyRule.NUMBER_DIGITS, "0", PolicyRule.PUSH_ALLOWED, "false")),
                new Edge(
                        ProfileRow.PUSH_IN_APP,
                        Map.of(PolicyRule.PUSH_ENHANCED, "true"),
                        Map.of(PolicyRule.PUSH_ENHANCED, "true", PolicyRule.PUSH_ALLOWED, "false")),
                new Edge(
                        ProfileRow.CODE_STRENGTH,
                        Map.of(PolicyRule.LENGTH, "5"),
                        Map.of(PolicyRule.LENGTH, "5", PolicyRule.ALPHABET, "HEXADECIMAL")),
                new Edge(
                        ProfileRow.CODE_LIFE,
                        Map.of(PolicyRule.STEP_SECONDS, "67", PolicyRule.DRIFT_STEPS, "4"),
                        Map.of(PolicyRule.STEP_SECONDS, "66", PolicyRule.DRIFT_STEPS, "4")),
                new Edge(
                        ProfileRow.CODE_LIFE,
                        Map.of(PolicyRule.STEP_SECONDS, "120", PolicyRule.DRIFT_STEPS, "3"),
                        Map.of(PolicyRule.STEP_SECONDS, "120", PolicyRule.DRIFT_STEPS, "2")),
                new Edge(
                        ProfileRow.SERVER_PIN_LENGTH,
                        Map.of(PolicyRule.PIN_KIND, "SERVER", PolicyRule.PIN_MINIMUM, "7"),
                        Map.of(PolicyRule.PIN_KIND, "SERVER", PolicyRule.PIN_MINIMUM, "8")),
                new Edge(
                        ProfileRow.SERVER_PIN_AGE,
                        Map.of(PolicyRule.PIN_KIND, "SERVER", PolicyRule.PIN_DAYS, "365"),
                        Map.of(PolicyRule.PIN_KIND, "SERVER", PolicyRule.PIN_DAYS, "0")),
                new Edge(
                        ProfileRow.NO_TEMPORARY,
                        Map.of(PolicyRule.TEMPORARY_PASSCODE, "ONCE"),
                        Map.of(PolicyRule.TEMPORARY_PASSCODE, "NONE")),
                new Edge(
                        ProfileRow.SEEDS_UNSEEN,
                        Map.of(PolicyRule.STANDARD_APPS, "true"),
                        Map.of(PolicyRule.STANDARD_APPS, "false")));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void breaksARowExactlyBeyondItsBound(Edge edge) {
        assertThat(broken(Profile.AAL2, with(STRICT, edge.broken()))).contains(edge.row());
        assertThat(broken(Profile.AAL2, with(STRICT, edge.met()))).doesNotContain(edge.row());
    }

    @Test
    void nothingButThePasskeyIsMissingFromStrictRules() {
        assertThat(broken(Profile.AAL2, STRICT)).containsExactly(ProfileRow.PHISHING_RESISTANT);
        assertThat(Profiles.meets(Profile.CONVENIENT, STRICT)).isTrue();
        assertThat(Profiles.meets(Profile.AAL2, STRICT)).isFalse();
    }

    @Test
    void theRulesOfTheStartAreConvenient() {
        assertThat(Profiles.meets(Profile.CONVENIENT, PolicySettings.DEFAULT)).isTrue();
        assertThat(broken(Profile.AAL2, PolicySettings.DEFAULT))
                .containsExactly(ProfileRow.PUSH_NUMBER_LENGTH, ProfileRow.NO_TEMPORARY, ProfileRow.PHISHING_RESISTANT);
        assertThat(broken(Profile.CONVENIENT, with(PolicySettings.DEFAULT, Map.of(PolicyRule.NUMBER_DIGITS, "0"))))
                .containsExactly(ProfileRow.PUSH_NUMBER);
    }

    /** These rows hold whatever is typed, since no settings beyond them come into being. */
    @Test
    void someRowsTheServerKeepsByItself() {
        for (Map<PolicyRule, String> beyond : List.of(
                Map.of(PolicyRule.FAILURE_CAP, "101"),
                Map.of(PolicyRule.PIN_KIND, "TOKEN", PolicyRule.PIN_MINIMUM, "3"),
                Map.of(PolicyRule.PIN_KIND, "TOKEN", PolicyRule.PIN_TRIES, "11"),
                Map.of(PolicyRule.PUSH_SECONDS, "601"))) {
            PolicyDraft draft = PolicyDraft.of(STRICT, beyond);
            assertThat(draft.settings()).as("%s", beyond).isNull();
            assertThat(beyond.keySet()).containsAll(draft.wrong().keySet());
        }
        PolicySettings least = with(STRICT, Map.of(PolicyRule.PIN_KIND, "TOKEN", PolicyRule.PIN_TRIES, "10"));
        assertThat(broken(Profile.AAL2, least)).containsExactly(ProfileRow.PHISHING_RESISTANT);
    }

    @Test
    void everyRowHasACase() {
        Set<ProfileRow> seen = EnumSet.of(
                ProfileRow.FAILURE_CAP,
                ProfileRow.TOKEN_PIN_LENGTH,
                ProfileRow.TOKEN_PIN_TRIES,
                ProfileRow.PUSH_LIFE,
                ProfileRow.PHISHING_RESISTANT);
        edges().forEach(edge -> seen.add(edge.row()));
        assertThat(seen).containsExactlyInAnyOrder(ProfileRow.values());
    }

    @ParameterizedTest
    @EnumSource(PolicyRule.class)
    void takesSettingsApartAndPutsThemTogetherAgain(PolicyRule rule) {
        String value = PolicyValues.of(PolicySettings.DEFAULT).get(rule);
        assertThat(value.isEmpty()).isEqualTo(rule == PolicyRule.SUITE);
        assertThat(with(PolicySettings.DEFAULT, Map.of(rule, value))).isEqualTo(PolicySettings.DEFAULT);
        String other = switch (rule.kind()) {
            case NUMBER -> Integer.toString(Integer.parseInt(value) + 1);
            case SWITCH -> value.equals("true") ? "false" : "true";
            case CHOICE ->
                rule.choices().stream()
                        .filter(each -> !each.equals(value) && !each.equals("OCRA"))
                        .findFirst()
                        .orElseThrow();
            case TEXT -> "";
        };
        PolicyRule changed = rule == PolicyRule.FAILURE_CAP || rule == PolicyRule.MAILED_HOURS ? null : rule;
        if (changed != null && rule.kind() != PolicyRule.Kind.TEXT) {
            assertThat(PolicyValues.changes(PolicySettings.DEFAULT, with(PolicySettings.DEFAULT, Map.of(rule, other))))
                    .containsExactly(new PolicyValues.Change(rule, value, other));
        }
    }

    @Test
    void saysWhichRulesContradictOneAnother() {
        PolicyDraft draft = PolicyDraft.of(
                PolicySettings.DEFAULT, Map.of(PolicyRule.PIN_KIND, "TOKEN", PolicyRule.PUSH_ENHANCED, "true"));
        assertThat(draft.settings()).isNull();
        assertThat(draft.wrong()).containsOnlyKeys(PolicyRule.PIN_KIND, PolicyRule.PUSH_ENHANCED);
        assertThat(PolicyDraft.of(
                                PolicySettings.DEFAULT,
                                Map.of(PolicyRule.LENGTH, "x", PolicyRule.LOOK_AHEAD, "0", PolicyRule.MODE, "NONE"))
                        .wrong())
                .containsOnlyKeys(PolicyRule.LENGTH, PolicyRule.LOOK_AHEAD, PolicyRule.MODE);
        assertThatThrownBy(() -> new LockRules(5, 900, 101, 5, true))
                .isInstanceOfSatisfying(
                        UnacceptableRule.class,
                        wrong -> assertThat(wrong.rules()).containsExactly(PolicyRule.FAILURE_CAP));
    }

    private static PolicySettings with(PolicySettings settings, Map<PolicyRule, String> values) {
        PolicyDraft draft = PolicyDraft.of(settings, values);
        PolicySettings made = draft.settings();
        assertThat(made).as("%s", draft.wrong()).isNotNull();
        return made == null ? settings : made;
    }

    private static Set<ProfileRow> broken(Profile profile, PolicySettings settings) {
        Set<ProfileRow> broken = new TreeSet<>();
        for (Profiles.Verdict verdict : Profiles.of(profile, settings)) {
            if (!verdict.met()) {
                broken.add(verdict.row());
            }
        }
        return broken;
    }
}
