package org.countersign.server.web.console.audit;

import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;

/**
 * One event of the record as the page shows it.
 *
 * @param user whom it concerns, or none
 * @param actorName user name of who did it, or none when it was a program or nobody known
 */
public record AuditRow(
        ChainedEntry chained,
        @Nullable UserAccount user,
        @Nullable String actorName) {
    /** Returns the key of the text that says what kind of actor it was. */
    public String actorWords() {
        String actor = chained.entry().actor();
        int colon = actor.indexOf(':');
        return switch (colon < 0 ? actor : actor.substring(0, colon)) {
            case "user" -> "audit.actor.user";
            case "operator" -> "audit.actor.operator";
            case "device" -> "audit.actor.device";
            case "api" -> "audit.actor.api";
            case "server" -> "audit.actor.server";
            default -> "audit.actor.unknown";
        };
    }

    /** Returns the key of the text that says what happened; a newer server may have written what is unknown here. */
    public String words() {
        return "audit.type." + chained.entry().type();
    }

    /** Returns the serial number that the event tells, or nothing. */
    public @Nullable String serial() {
        return chained.entry().details().get("serial");
    }
}
