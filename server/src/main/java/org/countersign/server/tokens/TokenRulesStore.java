package org.countersign.server.tokens;

import org.countersign.server.policy.PinCharacters;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenRules;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The part of statements that writes the rules of a policy into a token. */
final class TokenRulesStore {
    static final String COLUMNS = """
                    mode = :mode, algorithm = :algorithm, alphabet = :alphabet, length = :length,
                    step_seconds = :stepSeconds, drift_steps = :driftSteps, look_ahead = :lookAhead,
                    resynchronise_window = :resynchroniseWindow, suite = :suite, policy_string = :policyString,
                    lock_threshold = :lockThreshold, lock_seconds = :lockSeconds, failure_cap = :failureCap,
                    pin_kind = :pinKind, pin_minimum = :pinMinimum, pin_maximum = :pinMaximum,
                    pin_letters = :pinLetters, pin_try_limit = :pinTryLimit
            """;

    private TokenRulesStore() {}

    /** Gives a statement the values of all columns of rules. */
    static JdbcClient.StatementSpec with(JdbcClient.StatementSpec statement, PolicySettings settings) {
        TokenRules tokens = settings.tokens();
        return statement
                .param("mode", tokens.mode().name())
                .param("algorithm", tokens.algorithm().name())
                .param("alphabet", tokens.alphabet().name())
                .param("length", tokens.length())
                .param("stepSeconds", tokens.stepSeconds())
                .param("driftSteps", tokens.driftSteps())
                .param("lookAhead", tokens.lookAhead())
                .param("resynchroniseWindow", tokens.resynchroniseWindow())
                .param("suite", tokens.suite())
                .param("policyString", settings.policyString())
                .param("lockThreshold", settings.locks().threshold())
                .param("lockSeconds", settings.locks().seconds())
                .param("failureCap", settings.locks().failureCap())
                .param("pinKind", settings.pin().kind().name())
                .param("pinMinimum", settings.pin().minimum())
                .param("pinMaximum", settings.pin().maximum())
                .param("pinLetters", settings.pin().characters() == PinCharacters.ALNUM)
                .param("pinTryLimit", settings.pin().tries());
    }
}
