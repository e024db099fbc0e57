package org.countersign.server.authentication;

import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.springframework.stereotype.Component;

/** Sign-ins by which a user, whom the caller knows already, proves that a token of theirs works. No other one counts. */
@Component
public final class TokenTrials {
    private final SignIns signIns;
    private final SignInStore store;

    TokenTrials(SignIns signIns, SignInStore store) {
        this.signIns = signIns;
        this.store = store;
    }

    /** Opens such a sign-in; the caller keeps it bound to the browser. */
    public SignIn begin(Application application, String protocol, Visitor visitor, UserAccount user, TokenId token) {
        return signIns.unrecorded(application, protocol, visitor, user, token);
    }

    /** Says whether a sign-in that {@link #begin} opened for this token has ended well. */
    public boolean hasProven(VirtualServerId virtualServer, SignInId signIn, TokenId token) {
        return store.hasProven(virtualServer, signIn, token);
    }
}
