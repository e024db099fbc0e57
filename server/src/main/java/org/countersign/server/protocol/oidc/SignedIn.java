package org.countersign.server.protocol.oidc;

import java.io.Serializable;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.UserAccount;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Who signed in to this browser, when and how. It lies in the browser's session and beside the tokens issued for it, so
 * it holds texts and numbers only.
 *
 * @param name the user's id, the subject of tokens
 * @param virtualServer whose user it is
 * @param userName what they typed
 * @param atEpochSecond when
 * @param factor {@code push} or {@code passcode}
 */
public record SignedIn(String name, String virtualServer, String userName, long atEpochSecond, String factor)
        implements Principal, Serializable {

    /** How long a sign-in serves further applications in the same browser before the person is asked again. */
    public static final Duration SHARED_FOR = Duration.ofMinutes(15);

    /** Returns what the browser's session keeps for a user who just signed in. */
    public static Authentication authentication(UserAccount user, String factor, Instant now) {
        SignedIn who = new SignedIn(
                user.id().toString(), user.virtualServer().toString(), user.userName(), now.getEpochSecond(), factor);
        return UsernamePasswordAuthenticationToken.authenticated(who, null, List.of());
    }

    /** Says whether it is a sign-in to {@code owner} that still serves at {@code now}. */
    public boolean servesAt(VirtualServerId owner, Instant now) {
        return virtualServer.equals(owner.toString())
                && now.isBefore(Instant.ofEpochSecond(atEpochSecond).plus(SHARED_FOR));
    }

    @Override
    public String getName() {
        return name;
    }

    /** Returns who it is. */
    public UserId user() {
        return new UserId(UUID.fromString(name));
    }

    /** Returns how the person signed in, by the names of RFC 8176 §2. */
    List<String> methods() {
        return "push".equals(factor) ? List.of("pwd", "otp", "swk") : List.of("pwd", "otp");
    }
}
