package org.countersign.server.authentication;

import java.time.Instant;
import java.util.function.Supplier;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.tokens.Challenge;
import org.countersign.server.tokens.Challenges;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Sign-ins in one step: a program asks whether this user's passcode, and perhaps password, is right. */
@Component
public final class PasscodeChecks {
    private final Users users;
    private final Passcodes passcodes;
    private final Challenges challenges;
    private final ServerPins pins;
    private final SignInRecord record;
    private final TransactionOperations transactions;

    PasscodeChecks(
            Users users,
            Passcodes passcodes,
            Challenges challenges,
            ServerPins pins,
            SignInRecord record,
            TransactionOperations transactions) {
        this.users = users;
        this.passcodes = passcodes;
        this.challenges = challenges;
        this.pins = pins;
        this.record = record;
        this.transactions = transactions;
    }

    /**
     * Checks a passcode and spends it. The password, when given, is checked first; a wrong one leaves the passcode unspent
     * and never counts against the token. Never call it inside a transaction.
     *
     * @param actor the program that asks
     * @param password the password, or none when the program has checked it itself
     */
    public PasscodeCheck check(
            Application application,
            Actor actor,
            Visitor visitor,
            String userName,
            @Nullable String password,
            String passcode) {
        return afterPassword(
                application,
                visitor,
                userName,
                password,
                () -> passcode(application, actor, visitor, userName, passcode));
    }

    /**
     * Asks a user's challenge-response token; whoever has none is asked just the same.
     *
     * @param requester who may answer
     * @param serial which token, or none: the one activated last
     */
    public Challenge ask(
            Application application, Actor actor, String requester, String userName, @Nullable String serial) {
        return challenges.ask(
                new Challenges.Request(application.virtualServer(), requester, actor, application.name()),
                userName,
                serial);
    }

    /**
     * Checks the response to a challenge, as {@link #check} does a passcode. Whatever it is, the challenge is used up, unless
     * the password was wrong.
     */
    public PasscodeCheck check(
            Application application,
            Actor actor,
            Visitor visitor,
            String userName,
            @Nullable String password,
            Answer answer) {
        return afterPassword(
                application,
                visitor,
                userName,
                password,
                () -> response(application, actor, visitor, userName, answer));
    }

    /** The response to a challenge that {@code requester} asked for. */
    public static final class Answer {
        private final String requester;
        private final ChallengeId challenge;
        private final String response;

        public Answer(String requester, ChallengeId challenge, String response) {
            this.requester = requester;
            this.challenge = challenge;
            this.response = response;
        }
    }

    private PasscodeCheck afterPassword(
            Application application,
            Visitor visitor,
            String userName,
            @Nullable String password,
            Supplier<PasscodeCheck> next) {
        if (password == null) {
            return next.get();
        }
        return switch (users.checkPassword(application.virtualServer(), userName, password)) {
            case PasswordCheck.Accepted<UserAccount> accepted -> next.get();
            case PasswordCheck.Refused<UserAccount> refused -> {
                record.passwordRefused(application, visitor, userName, "password");
                yield new PasscodeCheck.Refused();
            }
            case PasswordCheck.Paused<UserAccount>(Instant until) -> {
                record.passwordRefused(application, visitor, userName, "paused");
                yield new PasscodeCheck.Paused(until);
            }
        };
    }

    private PasscodeCheck response(
            Application application, Actor actor, Visitor visitor, String userName, Answer answer) {
        return transactions.execute(status -> {
            VirtualServerId virtualServer = application.virtualServer();
            UserId user = active(application, userName);
            CodeCheck check = user == null
                    ? challenges.waste(virtualServer, answer.requester, answer.challenge)
                    : challenges.answer(virtualServer, answer.requester, answer.challenge, user, answer.response);
            record.append(record.check(application, actor, user, visitor.ip(), check, "challenge-response"));
            return user == null ? new PasscodeCheck.Refused() : answer(check, user);
        });
    }

    private @Nullable UserId active(Application application, String userName) {
        return users.find(application.virtualServer(), userName)
                .filter(found -> found.state() == UserAccount.State.ACTIVE)
                .map(UserAccount::id)
                .orElse(null);
    }

    private PasscodeCheck passcode(
            Application application, Actor actor, Visitor visitor, String userName, String passcode) {
        return transactions.execute(status -> passcodes
                .spend(
                        application.virtualServer(),
                        userName,
                        passcode,
                        check -> record.check(application, actor, check.user(), visitor.ip(), check.outcome()))
                .map(check -> answer(check.outcome(), check.user()))
                .orElseGet(() -> withoutTokenToTry(application, actor, visitor, userName, passcode)));
    }

    private PasscodeCheck withoutTokenToTry(
            Application application, Actor actor, Visitor visitor, String userName, String passcode) {
        UserId user = active(application, userName);
        CodeCheck check =
                user == null ? new CodeCheck.NoToken() : passcodes.spend(application.virtualServer(), user, passcode);
        record.append(record.check(application, actor, user, visitor.ip(), check));
        return user == null ? new PasscodeCheck.Refused() : answer(check, user);
    }

    private PasscodeCheck answer(CodeCheck check, UserId user) {
        return switch (check) {
            case CodeCheck.Accepted accepted ->
                new PasscodeCheck.Accepted(
                        user,
                        accepted.serial(),
                        accepted.besidePin() && pins.due(accepted.token()).isPresent());
            case CodeCheck.Paused(Instant until) -> new PasscodeCheck.Paused(until);
            case CodeCheck.Wrong wrong -> new PasscodeCheck.Refused();
            case CodeCheck.Replayed replayed -> new PasscodeCheck.Refused();
            case CodeCheck.WrongPin pin -> new PasscodeCheck.Refused();
            case CodeCheck.ChallengeOver over -> new PasscodeCheck.Refused();
            case CodeCheck.NoToken none -> new PasscodeCheck.Refused();
        };
    }
}
