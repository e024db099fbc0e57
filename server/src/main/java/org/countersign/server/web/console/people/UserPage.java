package org.countersign.server.web.console.people;

import java.time.Instant;
import java.util.List;
import org.countersign.server.recovery.Recovery;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.users.Group;
import org.countersign.server.users.UserAccount;
import org.countersign.server.web.console.activity.Activity;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one user shows.
 *
 * @param container name of their container, or none for the default one
 * @param pausedUntil until when no password of theirs is looked at, or none
 * @param recovery what lets them in without a token
 * @param recent what happened with them last
 * @param done what the operator did a moment ago, as texts name it, or nothing
 */
public record UserPage(
        UserAccount user,
        @Nullable String container,
        List<Group> groups,
        @Nullable Instant pausedUntil,
        List<RegisterEntry> tokens,
        Recovery.Held recovery,
        List<Activity> recent,
        String done) {
    /** What can have been done a moment ago. */
    public static final List<String> DONE =
            List.of("created", "mail", "changed", "disabled", "enabled", "unlocked", "password", "link", "recovery");

    /** Says whether there is something to tell of what was done. */
    public boolean isDone() {
        return DONE.contains(done);
    }
}
