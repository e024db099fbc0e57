package org.countersign.server.web.login;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.authentication.SecondFactors;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.policy.PinPlace;
import org.countersign.server.push.PushProgress;
import org.countersign.server.tokens.Challenge;
import org.jspecify.annotations.Nullable;

/** What the pages of a sign-in show of its steps: of users at the login page and of operators at the console alike. */
public final class StepViews {
    /** So long a request is given before the page offers another. */
    private static final Duration BEFORE_ANOTHER = Duration.ofSeconds(20);

    private StepViews() {}

    /** Returns what the choice of the second factor shows. */
    public static Map<String, Object> factor(SignIn signIn, SecondFactors factors, boolean phoneOut) {
        return Map.of(
                "userName",
                signIn.userName(),
                "inputmode",
                factors.digitsOnly() ? "numeric" : "text",
                "pinHint",
                pinHint(factors),
                "canAnswer",
                factors.challenges(),
                "canPush",
                signIn.pushes() < SignIns.MOST_PUSHES && !phoneOut);
    }

    /** Returns what the page of a challenge shows. */
    public static Map<String, Object> challenge(
            SignIn signIn, SecondFactors factors, Challenge challenge, Instant now) {
        Map<String, Object> model = new HashMap<>();
        model.put("userName", signIn.userName());
        model.put("challengeId", challenge.id().toString());
        model.put("challenge", inGroups(challenge.question()));
        model.put("secondsLeft", secondsLeft(challenge.expiresAt(), now));
        model.put(
                "tokenName",
                factors.answering().stream()
                        .filter(token -> token.token().equals(challenge.token()))
                        .map(SecondFactors.Answering::name)
                        .findFirst()
                        .orElse(""));
        model.put(
                "others",
                factors.answering().stream()
                        .filter(token -> !token.token().equals(challenge.token()))
                        .toList());
        model.put("canPasscode", factors.passcodes());
        model.put("pinHint", pinHint(factors));
        return model;
    }

    /** Returns what the page shows that waits for the phone. */
    public static Map<String, Object> waiting(SignIn signIn, PushProgress progress, Instant now) {
        Map<String, Object> model = new HashMap<>();
        model.put("number", progress.number());
        model.put("deviceName", progress.deviceName());
        model.put("word", word(progress));
        model.put("secondsLeft", secondsLeft(progress.expiresAt(), now));
        model.put("secondsInAll", (int)
                Duration.between(progress.createdAt(), progress.expiresAt()).toSeconds());
        model.put("secondsToAnother", secondsLeft(progress.createdAt().plus(BEFORE_ANOTHER), now));
        model.put("canAnother", signIn.pushes() < SignIns.MOST_PUSHES);
        return model;
    }

    /** Returns what a page that waits for the phone is told about its request. */
    public static Map<String, Object> told(Optional<PushProgress> progress, Instant now) {
        return progress.<Map<String, Object>>map(standing ->
                        Map.of("state", word(standing), "secondsLeft", secondsLeft(standing.expiresAt(), now)))
                .orElseGet(() -> Map.of("state", "ended", "secondsLeft", 0));
    }

    /** Returns how far a request has come, in one word of the pages' own. */
    public static String word(PushProgress progress) {
        return switch (progress.state()) {
            case PENDING -> progress.opened() ? "opened" : progress.delivered() ? "delivered" : "sent";
            case APPROVED -> "approved";
            case DENIED, REPORTED, EXPIRED, SUPERSEDED, CONSUMED -> "ended";
        };
    }

    /** Returns how many minutes a pause lasts, rounded up; 0 when there is none. */
    public static int minutes(@Nullable Instant until, Instant now) {
        return until == null
                ? 0
                : (int) Math.max(1, (Duration.between(now, until).toSeconds() + 59) / 60);
    }

    /** Returns how the texts go on that say where to type a PIN; where there is none, not at all. */
    private static String pinHint(SecondFactors factors) {
        PinPlace place = factors.besidePin();
        return place == null
                ? ""
                : switch (place) {
                    case EITHER -> ".pin";
                    case BEFORE -> ".pin.before";
                    case AFTER -> ".pin.after";
                };
    }

    private static int secondsLeft(Instant until, Instant now) {
        return (int) Math.max(0, Duration.between(now, until).toSeconds());
    }

    /** As the app shows it too. */
    private static String inGroups(String challenge) {
        return challenge.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
