package org.countersign.server.web.console.activity;

import java.time.Instant;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, as operators read it.
 *
 * @param words key of the text that says it
 * @param reason key of the text that says why, or none
 * @param because why, in the words of the operator who did it, or none
 * @param tone {@code good}, {@code bad}, {@code look} or {@code neutral}
 * @param user whom it concerns, or none when nobody was identified
 * @param actor the operator or program that did it, or none when it was the user
 * @param place application, address and browser as far as they are known
 */
public record Activity(
        Instant at,
        String words,
        @Nullable String reason,
        @Nullable String because,
        String tone,
        @Nullable UserAccount user,
        @Nullable String serial,
        @Nullable String actor,
        Place place) {

    /** Where something came from: words the network and the browser said. */
    public record Place(
            @Nullable String application,
            @Nullable String ip,
            @Nullable String location,
            @Nullable String browser,
            @Nullable String os) {
        /** Returns browser and system in one phrase, or nothing when both are unknown. */
        public @Nullable String program() {
            if (browser == null) {
                return os;
            }
            return os == null ? browser : browser + " · " + os;
        }
    }
}
