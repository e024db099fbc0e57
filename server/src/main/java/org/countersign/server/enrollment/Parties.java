package org.countersign.server.enrollment;

import java.util.Optional;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PushRules;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Who an enrollment is for, and whether they may still have it. */
@Component
class Parties {
    private final VirtualServers virtualServers;
    private final Users users;
    private final Tokens tokens;
    private final Policies policies;

    Parties(VirtualServers virtualServers, Users users, Tokens tokens, Policies policies) {
        this.virtualServers = virtualServers;
        this.users = users;
        this.tokens = tokens;
        this.policies = policies;
    }

    /** The organisation, the user and the token that waits for them. */
    record Party(VirtualServer virtualServer, UserAccount user, Token token) {}

    /** Returns who it is for; nothing when the user may not sign in any more, or the token was taken from them. */
    Optional<Party> of(EnrollmentRow enrollment) {
        Optional<UserAccount> user = users.find(enrollment.virtualServer, enrollment.user)
                .filter(account -> account.state() == UserAccount.State.ACTIVE);
        Optional<Token> token = tokens.find(enrollment.virtualServer, enrollment.token)
                .filter(found -> found.state() == TokenState.ASSIGNED)
                .filter(found -> enrollment.user.equals(found.user()));
        return user.isEmpty() || token.isEmpty()
                ? Optional.empty()
                : Optional.of(new Party(virtualServers.get(enrollment.virtualServer), user.get(), token.get()));
    }

    /** Returns who it is for as {@link #of} does, the token with the rules that hold now. */
    Optional<Party> renewed(EnrollmentRow enrollment) {
        return of(enrollment)
                .flatMap(party -> tokens.renew(party.token(), policies.current(enrollment.virtualServer))
                        .map(token -> new Party(party.virtualServer(), party.user(), token)));
    }

    /** Says whether the rules let a device of this kind enroll. */
    boolean mayEnroll(EnrollmentRow enrollment, BeginMessage begin) {
        return policies.current(enrollment.virtualServer).enrollment().allows(begin.target());
    }

    /** Says whether the token waits until its user has compared the numbers on the page. */
    boolean awaitWord(EnrollmentRow enrollment) {
        return enrollment.awaitsWord(policies.current(enrollment.virtualServer).enrollment());
    }

    /** Returns the policy string of a token as it is on the device that begins. */
    String policyString(Token token, BeginMessage begin) {
        return policies.current(token.virtualServer()).push().allows(begin.target())
                ? token.policyString()
                : PushRules.withoutPush(token.policyString());
    }

    /** Returns a user who may sign in. */
    Optional<UserAccount> user(VirtualServerId virtualServer, UserId id) {
        return users.find(virtualServer, id).filter(account -> account.state() == UserAccount.State.ACTIVE);
    }

    /** Checks the user's password; never in a transaction. */
    PasswordCheck<UserAccount> checkPassword(UserAccount user, String password) {
        return users.checkPassword(user.virtualServer(), user.userName(), password);
    }
}
