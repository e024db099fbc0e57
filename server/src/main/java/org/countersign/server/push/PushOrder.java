package org.countersign.server.push;

import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * The wish to ask a user on their phone.
 *
 * @param application name of what they sign in to, as they know it
 * @param protocol how it asks: {@code oidc}, {@code rest}, {@code test}, …
 * @param requester who may see and consume the outcome; the same requester asking again joins its open request, another
 *     one supersedes it
 * @param onlyToken the one token that may be asked, or none: the one seen last
 */
public record PushOrder(
        VirtualServerId virtualServer,
        UserId user,
        String application,
        String protocol,
        String requester,
        Visitor visitor,
        @Nullable TokenId onlyToken) {

    /** Asks on whichever device of the user was seen last. */
    public PushOrder(
            VirtualServerId virtualServer,
            UserId user,
            String application,
            String protocol,
            String requester,
            Visitor visitor) {
        this(virtualServer, user, application, protocol, requester, visitor, null);
    }
}
