package org.countersign.server.authentication;

import java.time.Instant;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in whose password was right and whose second factor, or the choice of a new PIN, is still to come.
 *
 * @param pushRequest the push request in progress, if one was sent
 * @param pushes how many push requests it has sent
 * @param onlyToken the one token that counts as the second factor, or none: any of theirs
 * @param passwordDueAfter the factor that was right, when a new password is still to be chosen, or none
 * @param pinDue the PIN that is still to be chosen once the factors were right, or none
 */
public record SignIn(
        SignInId id,
        VirtualServerId virtualServer,
        Application application,
        UserId user,
        String userName,
        String protocol,
        Visitor visitor,
        @Nullable PushRequestId pushRequest,
        int pushes,
        @Nullable TokenId onlyToken,
        @Nullable String passwordDueAfter,
        @Nullable PinDue pinDue,
        Instant expiresAt) {

    /** Says whether it waits for something to be chosen, and takes no second factor any more. */
    public boolean isAtChoice() {
        return pinDue != null || passwordDueAfter != null;
    }
}
