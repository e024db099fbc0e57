package org.countersign.server.push;

import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;

/**
 * The wish to ask a user on their phone.
 *
 * @param application name of what they sign in to, as they know it
 * @param protocol how it asks: {@code oidc}, {@code rest}, {@code test}, …
 * @param requester who may see and consume the outcome; the same requester asking again joins its open request, another
 *     one supersedes it
 */
public record PushOrder(
        VirtualServerId virtualServer,
        UserId user,
        String application,
        String protocol,
        String requester,
        Visitor visitor) {}
