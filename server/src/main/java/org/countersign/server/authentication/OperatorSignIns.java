package org.countersign.server.authentication;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/**
 * Sign-ins of operators to the console. They are sign-ins of users to the application 'Console', counted, recorded and stopped
 * like any other; what is special is who may in, and when a password alone is enough.
 */
@Component
public final class OperatorSignIns {
    private final SignIns signIns;
    private final VirtualServers virtualServers;
    private final Users users;
    private final Operators operators;
    private final OperatorRules rules;
    private final Tokens tokens;

    OperatorSignIns(
            SignIns signIns,
            VirtualServers virtualServers,
            Users users,
            Operators operators,
            OperatorRules rules,
            Tokens tokens) {
        this.signIns = signIns;
        this.virtualServers = virtualServers;
        this.users = users;
        this.operators = operators;
        this.rules = rules;
        this.tokens = tokens;
    }

    /** Checks user name and password and says what comes next. Never call it inside a transaction. */
    public OperatorStep begin(VirtualServerId virtualServer, Visitor visitor, String userName, String password) {
        PasswordStep step =
                signIns.begin(virtualServers.console(virtualServer), "console", visitor, userName, password);
        return switch (step) {
            case PasswordStep.SecondFactorNext(SignIn signIn) ->
                operators
                        .of(virtualServer, signIn.user())
                        .filter(Operator::mayWork)
                        .map(operator -> next(operator, signIn))
                        .orElseGet(() -> refused(virtualServer, "no operator", visitor));
            case PasswordStep.Refused refused -> refused(virtualServer, "password", visitor);
            case PasswordStep.Paused(Instant until) -> {
                operators.recordRefused(virtualServer, "paused", visitor.ip());
                yield new OperatorStep.Paused(until);
            }
        };
    }

    /**
     * Asks an operator who is signed in for the second factor again.
     *
     * @return nothing when their user may not sign in any more
     */
    public Optional<SignIn> again(Operator operator, Visitor visitor) {
        return users.find(operator.virtualServer(), operator.user())
                .map(user -> signIns.again(virtualServers.console(operator.virtualServer()), "console", visitor, user));
    }

    /** Says whether an operator has an authenticator that can be asked for. */
    public boolean hasAuthenticator(Operator operator) {
        return states(operator).contains(TokenState.ACTIVE);
    }

    private OperatorStep next(Operator operator, SignIn signIn) {
        Set<TokenState> states = states(operator);
        if (states.contains(TokenState.ACTIVE)) {
            return new OperatorStep.SecondFactorNext(operator, signIn);
        }
        // A second factor that was taken out of use is none that a password could replace.
        if (states.contains(TokenState.SUSPENDED)
                || states.contains(TokenState.LOCKED)
                || states.contains(TokenState.LOST)) {
            operators.recordRefused(
                    operator.virtualServer(),
                    "authenticator out of use",
                    signIn.visitor().ip());
            return new OperatorStep.AuthenticatorOutOfUse();
        }
        return rules.secondFactorRequired(operator.virtualServer())
                ? new OperatorStep.EnrollNext(operator, signIn)
                : new OperatorStep.PasswordIsEnough(operator);
    }

    private Set<TokenState> states(Operator operator) {
        return tokens.of(operator.virtualServer(), operator.user()).stream()
                .map(Token::state)
                .collect(Collectors.toSet());
    }

    private OperatorStep refused(VirtualServerId virtualServer, String reason, Visitor visitor) {
        operators.recordRefused(virtualServer, reason, visitor.ip());
        return new OperatorStep.Refused();
    }
}
