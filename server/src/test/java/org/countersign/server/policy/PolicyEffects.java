package org.countersign.server.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.push.PushState;
import org.countersign.server.recovery.Recovery;
import org.countersign.server.recovery.RecoveryUse;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Resynchronisation;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.Users;
import org.springframework.transaction.support.TransactionOperations;

/** What shows that a rule acts: two values and what is seen under each, or the test that shows it already. */
sealed interface PolicyEffects {
    /** That test sees the rule act. */
    record Shown(String test) implements PolicyEffects {}

    /**
     * Two values, and what happens under each.
     *
     * @param besides other rules that have to be so
     */
    record Seen(
            String one,
            String seen,
            String other,
            String seenThen,
            Map<PolicyRule, String> besides,
            Function<PolicyStage, String> effect)
            implements PolicyEffects {}

    private static Seen seen(String one, String seen, String other, String then, Function<PolicyStage, String> effect) {
        return new Seen(one, seen, other, then, Map.of(), effect);
    }

    /** Returns the table. */
    static Map<PolicyRule, PolicyEffects> all() {
        Map<PolicyRule, PolicyEffects> all = new EnumMap<>(PolicyRule.class);
        tokens(all);
        pins(all);
        locks(all);
        push(all);
        enrollment(all);
        selfService(all);
        return all;
    }

    private static void tokens(Map<PolicyRule, PolicyEffects> all) {
        Map<PolicyRule, String> counting = Map.of(PolicyRule.MODE, "HOTP");
        all.put(PolicyRule.MODE, new Shown("enrollment.EnrollmentTest#enrollsAnEventBasedTokenFromAPage"));
        all.put(PolicyRule.ALGORITHM, seen("SHA1", "SHA1", "SHA512", "SHA512", stage -> {
            TestToken token = stage.token();
            return stage.accepts(token.at(stage.server(), Duration.ZERO)).equals("accepted")
                    ? token.token().algorithm().name()
                    : "refused";
        }));
        all.put(PolicyRule.ALPHABET, new Shown("enrollment.AlphabetsTest#isShownAndAccepted"));
        all.put(PolicyRule.LENGTH, seen("6", "6", "8", "8", stage -> {
            String passcode = stage.token().at(stage.server(), Duration.ZERO);
            return stage.accepts(passcode).equals("accepted") ? "" + passcode.length() : "refused";
        }));
        all.put(PolicyRule.STEP_SECONDS, seen("15", "refused", "120", "accepted", stage -> {
            stage.passToAStep();
            String passcode = stage.token().at(stage.server(), Duration.ZERO);
            stage.pass(Duration.ofSeconds(100));
            return stage.accepts(passcode);
        }));
        all.put(
                PolicyRule.DRIFT_STEPS,
                seen(
                        "1",
                        "refused",
                        "5",
                        "accepted",
                        stage -> stage.accepts(stage.token().at(stage.server(), Duration.ofMinutes(2)))));
        all.put(
                PolicyRule.LOOK_AHEAD,
                new Seen(
                        "2",
                        "refused",
                        "20",
                        "accepted",
                        counting,
                        stage -> stage.accepts(stage.token().passcodeOf(12))));
        all.put(PolicyRule.RESYNCHRONISE_WINDOW, new Seen("10", "Refused", "100", "Done", counting, stage -> {
            TestToken token = stage.token();
            return stage.server()
                    .part(Resynchronisation.class)
                    .resynchronise(
                            stage.acme().id(),
                            token.token().id(),
                            token.passcodeOf(50),
                            token.passcodeOf(51),
                            new Actor.Server())
                    .getClass()
                    .getSimpleName();
        }));
        all.put(PolicyRule.SUITE, new Shown("tokens.ChallengesTest#isAnsweredOnce"));
    }

    private static void pins(Map<PolicyRule, PolicyEffects> all) {
        Map<PolicyRule, String> ofTheServer = Map.of(PolicyRule.PIN_KIND, "SERVER");
        Map<PolicyRule, String> ofTheToken = Map.of(PolicyRule.PIN_KIND, "TOKEN");
        all.put(PolicyRule.PIN_KIND, new Shown("tokens.ServerPinTest#takesThePinBeforeAndAfterThePasscode"));
        all.put(
                PolicyRule.PIN_MINIMUM,
                new Seen("4", "taken", "6", "refused", ofTheServer, stage -> stage.takesPin("82057")));
        all.put(
                PolicyRule.PIN_MAXIMUM,
                new Seen("6", "refused", "8", "taken", ofTheServer, stage -> stage.takesPin("8205719")));
        // The app keeps to these two; the server tells it.
        all.put(
                PolicyRule.PIN_CHARACTERS,
                new Seen(
                        "DIGITS",
                        "PIN=TOKEN:4-8:DIGITS",
                        "ALNUM",
                        "PIN=TOKEN:4-8:ALNUM",
                        ofTheToken,
                        stage -> stage.told("PIN=")));
        all.put(
                PolicyRule.PIN_BIOMETRIC,
                new Seen("false", "", "true", "BIO=1", ofTheToken, stage -> stage.told("BIO=")));
        // The app's own tests show what it does with it.
        all.put(PolicyRule.PIN_APP_LOCK, seen("false", "", "true", "LOCK=1", stage -> stage.told("LOCK=")));
        all.put(
                PolicyRule.PIN_TRIES,
                new Shown("tokens.TokenPinTest#looksAtExactlyAsManyTriesAtOnceAsThePolicyAllows"));
        all.put(PolicyRule.PIN_PLACE, new Shown("tokens.ServerPinTest#takesThePinOnlyWhereTheRulesHaveItTyped"));
        all.put(PolicyRule.PIN_DAYS, new Shown("tokens.ServerPinTest#becomesTooOldOnTheDayOfTheRules"));
    }

    private static void locks(Map<PolicyRule, PolicyEffects> all) {
        all.put(PolicyRule.LOCK_THRESHOLD, seen("2", "refused", "4", "accepted", stage -> {
            TestToken token = stage.token();
            stage.fail(3);
            return stage.accepts(token.at(stage.server(), Duration.ZERO));
        }));
        all.put(PolicyRule.LOCK_SECONDS, seen("60", "accepted", "600", "refused", stage -> {
            TestToken token = stage.token();
            stage.fail(5);
            stage.pass(Duration.ofSeconds(61));
            return stage.accepts(token.at(stage.server(), Duration.ZERO));
        }));
        all.put(PolicyRule.FAILURE_CAP, seen("5", "refused", "100", "accepted", stage -> {
            TestToken token = stage.token();
            stage.fail(5);
            stage.pass(Duration.ofDays(1));
            return stage.accepts(token.at(stage.server(), Duration.ZERO));
        }));
        all.put(PolicyRule.PASSWORD_THRESHOLD, seen("2", "kept out", "4", "in", stage -> {
            Users users = stage.server().part(Users.class);
            for (int i = 0; i < 3; i++) {
                users.checkPassword(stage.acme().id(), "ada", "wrong horse");
            }
            return users.checkPassword(stage.acme().id(), "ada", "correct horse") instanceof PasswordCheck.Accepted
                    ? "in"
                    : "kept out";
        }));
        all.put(
                PolicyRule.LOCK_MAILS,
                new Shown("alerts.AlertsTest#mailsTheUserOnceADayWhenSomethingOfTheirsIsLocked"));
    }

    private static void push(Map<PolicyRule, PolicyEffects> all) {
        all.put(
                PolicyRule.PUSH_ALLOWED,
                new Shown("push.PushRequestsTest#isNotPossibleWithoutAPhoneOrWithoutThePolicy"));
        all.put(PolicyRule.NUMBER_DIGITS, seen("2", "2", "6", "6", stage -> {
            TestPhones.of(stage.server(), stage.ada());
            return stage.push("browser") instanceof PushStart.Started(var progress)
                    ? "" + String.valueOf(progress.number()).length()
                    : "not started";
        }));
        all.put(PolicyRule.PUSH_SECONDS, seen("15", "over", "90", "open", stage -> {
            TestPhones.of(stage.server(), stage.ada());
            if (!(stage.push("browser") instanceof PushStart.Started(var progress))) {
                return "not started";
            }
            stage.pass(Duration.ofSeconds(30));
            return stage.server()
                                    .part(PushRequests.class)
                                    .progress(stage.acme().id(), progress.id(), "browser")
                                    .orElseThrow()
                                    .state()
                            == PushState.EXPIRED
                    ? "over"
                    : "open";
        }));
        all.put(PolicyRule.UNANSWERED_LIMIT, seen("1", "Withheld", "2", "Started", stage -> {
            TestPhones.of(stage.server(), stage.ada());
            stage.push("browser");
            stage.pass(Duration.ofSeconds(91));
            return stage.push("another").getClass().getSimpleName();
        }));
        all.put(PolicyRule.DENIED_LIMIT, new Shown("push.PushRequestsTest#isWithheldAfterThreeDenials"));
        // The app's own tests show what it does with it.
        all.put(PolicyRule.PUSH_ENHANCED, seen("false", "", "true", "ENH=1", stage -> stage.told("ENH=")));
        for (PolicyRule rule : PolicyRule.values()) {
            if (rule.path().startsWith("push.targets.")) {
                all.put(rule, target(rule));
            }
        }
    }

    private static void enrollment(Map<PolicyRule, PolicyEffects> all) {
        all.put(
                PolicyRule.MAILED_HOURS,
                seen(
                        "1",
                        "1",
                        "3",
                        "3",
                        stage -> stage.server()
                                                .part(Provisioning.class)
                                                .provision(
                                                        stage.acme().id(),
                                                        List.of(stage.ada().id()),
                                                        new Actor.Server())
                                        instanceof ProvisioningOutcome.Started started
                                ? ""
                                        + Duration.between(
                                                        stage.server().time().instant(),
                                                        started.stopAt().plusSeconds(60))
                                                .toHours()
                                : "not started"));
        all.put(PolicyRule.STANDARD_APPS, new Shown("enrollment.StandardAppsTest#isRefusedUnlessTheRulesAllowIt"));
        all.put(
                PolicyRule.SHOW_QR,
                new Shown("web.enroll.EnrollPageTest#showsNeitherQrCodeNorPlacesThatTheRulesDoNotAllow"));
        all.put(
                PolicyRule.CONFIRM_ON_PAGE,
                new Shown("enrollment.ConfirmationsTest#waitsForTheWordOnThePageWhereTheRulesSaySo"));
        for (PolicyRule rule : PolicyRule.values()) {
            if (rule.path().startsWith("enrollment.targets.")) {
                all.put(rule, target(rule));
            }
        }
    }

    /** TargetsTest shows that devices of a kind that is not allowed are kept out; this, that each rule is about its own kind. */
    private static Seen target(PolicyRule rule) {
        Target kind = Target.valueOf(
                rule.path().substring(rule.path().lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
        return seen("true", "allowed", "false", "kept out", stage -> {
            PolicySettings settings =
                    stage.server().part(Policies.class).current(stage.acme().id());
            boolean allowed = rule.group() == PolicyGroup.PUSH
                    ? settings.push().allows(kind)
                    : settings.enrollment().allows(kind);
            return allowed ? "allowed" : "kept out";
        });
    }

    private static void selfService(Map<PolicyRule, PolicyEffects> all) {
        Shown notAllowed = new Shown("web.portal.PortalEnrollTest#saysWhatToDoWhereTheRulesDoNotAllowIt");
        Shown reactions = new Shown("reactions.ReactionsTest#climbsAsFarAsTheRulesGo");
        all.put(PolicyRule.SELF_ENROLL, notAllowed);
        all.put(PolicyRule.SELF_REPLACE, notAllowed);
        all.put(
                PolicyRule.SELF_REMOVE_LAST,
                new Shown("web.portal.PortalTokensTest#removesOneOfTwoButTheLastOneOnlyByRule"));
        all.put(
                PolicyRule.TEMPORARY_PASSCODE,
                new Shown("recovery.RecoveryTest#acceptsATemporaryPasscodeOnceOrForHours"));
        all.put(
                PolicyRule.TEMPORARY_HOURS,
                new Seen("1", "refused", "3", "accepted", Map.of(PolicyRule.TEMPORARY_PASSCODE, "HOURS"), stage -> {
                    String passcode = stage.server()
                            .part(TemporaryPasscodes.class)
                            .give(stage.acme().id(), stage.ada().id(), "192.0.2.7")
                            .orElseThrow()
                            .exposed();
                    stage.pass(Duration.ofHours(2));
                    RecoveryUse use = stage.server()
                            .part(TransactionOperations.class)
                            .execute(status -> stage.server()
                                    .part(Recovery.class)
                                    .use(stage.acme().id(), stage.ada().id(), passcode, "192.0.2.7"));
                    return use instanceof RecoveryUse.Accepted ? "accepted" : "refused";
                }));
        all.put(PolicyRule.RECOVERY_CODES, new Shown("recovery.RecoveryTest#refusesThemWhereTheRulesDo"));
        all.put(PolicyRule.STOP_PUSH_MINUTES, reactions);
        all.put(PolicyRule.LOCK_SOURCE_MINUTES, reactions);
        all.put(PolicyRule.END_SIGN_INS, reactions);
        all.put(PolicyRule.ALERT_OPERATORS, reactions);
        all.put(PolicyRule.CHANGE_PASSWORD, reactions);
    }
}
