package org.countersign.server.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.countersign.otp.Hotp;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.Ocra;
import org.countersign.otp.OcraInput;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.springframework.transaction.support.TransactionOperations;

/** A token in use together with its seed, made without a device: for tests of what happens to passcodes. */
public final class TestToken {
    /** The code of the enrollment that it did not go through. */
    private static final String CODE = "012345";

    private final Token token;
    private final OtpKey seed;
    private final AtomicLong nextCounter = new AtomicLong(1);

    private TestToken(Token token, OtpKey seed) {
        this.token = token;
        this.seed = seed;
    }

    /** Gives {@code user} an event-based token. */
    public static TestToken hotp(RunningServer server, UserAccount user) {
        return make(server, user, PolicySettings.DEFAULT.with(TokenRules.DEFAULT.withMode(TokenMode.HOTP)));
    }

    /** Gives {@code user} a time-based token. */
    public static TestToken totp(RunningServer server, UserAccount user) {
        return make(server, user, PolicySettings.DEFAULT);
    }

    /** Gives {@code user} a challenge-response token. */
    public static TestToken ocra(RunningServer server, UserAccount user, String suite) {
        return make(server, user, PolicySettings.DEFAULT.with(TokenRules.DEFAULT.withSuite(suite)));
    }

    /** Gives {@code user} a token with these rules. */
    public static TestToken make(RunningServer server, UserAccount user, PolicySettings settings) {
        Tokens tokens = server.part(Tokens.class);
        Token token = tokens.assign(user.virtualServer(), user.id(), settings, new Actor.Server())
                .orElseThrow();
        byte[] seed = server.part(Randomness.class).bytes(32);
        TestToken made = new TestToken(token, OtpKey.copyOf(seed));
        server.part(TransactionOperations.class).executeWithoutResult(status -> {
            tokens.store(token, SecretBytes.copyOf(seed), "Test");
            String proof = switch (settings.tokens().mode()) {
                case HOTP -> made.passcodeOf(0);
                case TOTP -> made.passcodeOf(made.step(server, Duration.ZERO) - 1);
                case OCRA ->
                    made.response(
                            server,
                            CODE.substring(CODE.length()
                                    - Math.min(CODE.length(), made.suite().questionMaxLength())));
            };
            if (!(server.part(Passcodes.class).activate(token, proof, CODE) instanceof CodeCheck.Accepted)) {
                throw new IllegalStateException("the token did not activate");
            }
        });
        return made;
    }

    /** Returns the token as it was assigned. */
    public Token token() {
        return token;
    }

    /** Returns the next passcode of an event-based token. */
    public String next() {
        return passcodeOf(nextCounter.getAndIncrement());
    }

    /** Returns the passcode of a time-based token now, or so much later by the server's clock. */
    public String at(RunningServer server, Duration later) {
        return passcodeOf(step(server, later));
    }

    /** Returns the passcode of a counter or time step. */
    public String passcodeOf(long movingFactor) {
        return (token.mode() == TokenMode.HOTP
                        ? Hotp.passcode(seed, new HotpParameters(token.algorithm(), token.format()), movingFactor)
                        : Totp.passcode(seed, parameters(), movingFactor))
                .exposed();
    }

    /** Returns the response to a challenge now. */
    public String response(RunningServer server, String challenge) {
        OcraInput.Builder input = OcraInput.question(challenge);
        if (suite().timeStep().isPresent()) {
            input.timeStep(suite().timeStepAt(server.time().instant()));
        }
        return Ocra.response(seed, suite(), input.build()).exposed();
    }

    private OcraSuite suite() {
        String policy = token.policyString();
        return OcraSuite.parse(policy.substring(policy.indexOf("SUITE=") + "SUITE=".length()));
    }

    private long step(RunningServer server, Duration later) {
        return parameters().stepAt(server.time().instant().plus(later));
    }

    private TotpParameters parameters() {
        return new TotpParameters(token.algorithm(), token.format(), Duration.ofSeconds(token.stepSeconds()));
    }
}
