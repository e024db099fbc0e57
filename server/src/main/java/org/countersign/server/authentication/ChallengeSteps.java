package org.countersign.server.authentication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.tokens.Challenge;
import org.countersign.server.tokens.Challenges;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Challenges as the second factor of a sign-in: only the sign-in that was asked can answer, each challenge once. */
@Component
public final class ChallengeSteps {
    private final SignIns signIns;
    private final Tokens tokens;
    private final Challenges challenges;
    private final Policies policies;
    private final TransactionOperations transactions;

    ChallengeSteps(
            SignIns signIns,
            Tokens tokens,
            Challenges challenges,
            Policies policies,
            TransactionOperations transactions) {
        this.signIns = signIns;
        this.tokens = tokens;
        this.challenges = challenges;
        this.policies = policies;
        this.transactions = transactions;
    }

    /** Returns what the user of a sign-in can go on with. */
    public SecondFactors factors(SignIn signIn) {
        List<Token> inUse = tokens.of(signIn.virtualServer(), signIn.user()).stream()
                .filter(token -> token.state() == TokenState.ACTIVE)
                .filter(token ->
                        signIn.onlyToken() == null || signIn.onlyToken().equals(token.id()))
                .toList();
        List<Token> showing = inUse.stream().filter(Token::showsPasscodes).toList();
        PinRules pin = policies.current(signIn.virtualServer()).pin();
        return new SecondFactors(
                inUse.isEmpty() || !showing.isEmpty(),
                showing.stream().allMatch(token -> token.format().alphabet() == PasscodeAlphabet.DECIMAL),
                pin.kind() == PinKind.SERVER ? pin.place() : null,
                inUse.stream()
                        .filter(token -> !token.showsPasscodes())
                        .map(token -> new SecondFactors.Answering(
                                token.id(),
                                token.serial(),
                                Optional.ofNullable(token.name()).orElse(token.serial())))
                        .toList());
    }

    /** Returns the challenge that a sign-in has open, or asks a new one. */
    public Challenge challenge(SignIn signIn) {
        return challenges
                .open(signIn.virtualServer(), SignIns.requester(signIn))
                .orElseGet(() -> another(signIn, null));
    }

    /**
     * Asks a sign-in a new challenge.
     *
     * @param serial which token of its user, or none: the one activated last
     */
    public Challenge another(SignIn signIn, @Nullable String serial) {
        return challenges.ask(
                new Challenges.Request(
                        signIn.virtualServer(),
                        SignIns.requester(signIn),
                        new Actor.User(signIn.user()),
                        signIn.application().name()),
                signIn.user(),
                serial);
    }

    /** Checks the response to a challenge as the second factor. Whatever it is, the challenge is used up. */
    public SignInStep respond(SignIn signIn, ChallengeId challenge, String response) {
        return transactions.execute(status -> {
            CodeCheck check = challenges.answer(
                    signIn.virtualServer(), SignIns.requester(signIn), challenge, signIn.user(), response);
            return switch (check) {
                case CodeCheck.Accepted accepted -> signIns.succeed(signIn, "challenge-response", accepted);
                case CodeCheck.Paused(Instant until) -> {
                    signIns.refuse(signIn, check);
                    yield new SignInStep.Paused(until);
                }
                case CodeCheck.ChallengeOver over -> {
                    signIns.refuse(signIn, check);
                    yield new SignInStep.ChallengeOver();
                }
                case CodeCheck.Wrong wrong -> signIns.refuse(signIn, check);
                case CodeCheck.Replayed replayed -> signIns.refuse(signIn, check);
                case CodeCheck.WrongPin pin -> signIns.refuse(signIn, check);
                case CodeCheck.NoToken none -> signIns.refuse(signIn, check);
            };
        });
    }
}
