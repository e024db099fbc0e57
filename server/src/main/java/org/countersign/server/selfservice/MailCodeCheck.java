package org.countersign.server.selfservice;

import org.countersign.server.kernel.UserId;

/** What came of a code that somebody typed. */
public sealed interface MailCodeCheck {
    /** It is the one that was mailed to this user, and it is used up. It confirms their address and nothing else. */
    record Right(UserId user) implements MailCodeCheck {}

    /**
     * It is not.
     *
     * @param left tries left, at least 1
     */
    record Wrong(int left) implements MailCodeCheck {}

    /** It was used, its time or its tries are over; nothing was looked at, or this was the last try. */
    record Over() implements MailCodeCheck {}
}
