package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/authenticate}: is this user's passcode, and perhaps password, right? */
@ForAgents
@RestController
class AuthenticateEndpoint {
    private final PasscodeChecks checks;

    AuthenticateEndpoint(PasscodeChecks checks) {
        this.checks = checks;
    }

    /**
     * The question.
     *
     * @param password to be checked first, or none when the caller has checked it
     * @param challengeId what {@code passcode} is the response to, or none when it is a passcode
     * @param ip address of the person, as the caller knows it, or none
     */
    record Question(
            @Nullable String userName,
            @Nullable String password,
            @Nullable String passcode,
            @Nullable String challengeId,
            @Nullable String ip) {
        @Override
        public String toString() {
            return "Question[" + userName + "]";
        }
    }

    /**
     * The answer: {@code accepted}, {@code refused} or {@code paused}.
     *
     * @param pinMustChange whether an operator had set the PIN, or it is too old: its user shall choose another one, in the app or at a sign-in
     */
    record Answer(
            String result,
            @Nullable String userId,
            @Nullable String serial,
            @Nullable Instant until,
            boolean pinMustChange) {}

    @PostMapping("/api/v1/authenticate")
    Answer authenticate(ApiClient client, @RequestBody Question question, HttpServletRequest request) {
        Given.scope(client, ApiScope.AUTHENTICATE);
        String ip = Given.optionalText("ip", question.ip());
        Visitor visitor = new Visitor(ip == null ? request.getRemoteAddr() : ip, null, null);
        Actor actor = new Actor.ApiClient(client.id());
        String userName = Given.text("userName", question.userName());
        String password = Given.optionalText("password", question.password());
        String passcode = Given.text("passcode", question.passcode());
        String challenge = question.challengeId();
        PasscodeCheck check = challenge == null
                ? checks.check(client.application(), actor, visitor, userName, password, passcode)
                : checks.check(
                        client.application(),
                        actor,
                        visitor,
                        userName,
                        password,
                        new PasscodeChecks.Answer(
                                ChallengeEndpoint.requester(client), ChallengeEndpoint.id(challenge), passcode));
        return switch (check) {
            case PasscodeCheck.Accepted accepted ->
                new Answer("accepted", accepted.user().toString(), accepted.serial(), null, accepted.pinMustChange());
            case PasscodeCheck.Refused refused -> new Answer("refused", null, null, null, false);
            case PasscodeCheck.Paused(Instant until) ->
                new Answer("paused", null, null, until.equals(Instant.MAX) ? null : until, false);
        };
    }
}
