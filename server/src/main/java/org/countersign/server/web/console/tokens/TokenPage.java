package org.countersign.server.web.console.tokens;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.NotAllowed;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.TokenTable;
import org.countersign.server.users.UserAccount;
import org.countersign.server.web.console.activity.Activity;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one token shows.
 *
 * @param user whose it is, or none
 * @param pinToChange whether its user has to choose another PIN
 * @param pinExpired whether that is because of its age
 * @param recent what happened with it last
 * @param history what was done to it in its whole life, newest first
 * @param now the moment it is shown
 * @param done what the operator did a moment ago: the act's name in addresses, {@code assigned}, {@code handed},
 *     {@code resynchronised}, {@code pin}, or nothing
 */
public record TokenPage(
        RegisterEntry entry,
        @Nullable UserAccount user,
        boolean pinToChange,
        boolean pinExpired,
        List<Activity> recent,
        List<Activity> history,
        Instant now,
        String done) {

    /** Returns the state for operators: a token with too many failures counts as locked. */
    public static TokenState shownState(Token token) {
        return token.state() == TokenState.ACTIVE && isLockedForGood(token) ? TokenState.LOCKED : token.state();
    }

    /** Returns the kind of badge that the state gets. */
    public static String badge(Token token) {
        return switch (shownState(token)) {
            case ACTIVE -> "good";
            case LOCKED -> "bad";
            case SUSPENDED, LOST, FAULTY -> "look";
            case INVENTORY, ASSIGNED, REVOKED -> "neutral";
        };
    }

    /** Returns the device type as texts name it; the app says it, so anything else is other. */
    public static String deviceType(Device device) {
        return switch (device.deviceType()) {
            case "phone", "tablet", "desktop" -> device.deviceType();
            default -> "other";
        };
    }

    /** Says whether only an operator ends the lock. */
    public static boolean isLockedForGood(Token token) {
        return Instant.MAX.equals(token.pausedUntil());
    }

    /** Says whether wrong PINs locked the token, which nobody can end. */
    public static boolean isLockedByPins(Token token) {
        return token.state() == TokenState.LOCKED;
    }

    /** Says whether an operator can set the token's PIN. */
    public static boolean isPinResettable(Token token) {
        return ServerPins.isResettable(token);
    }

    /** Says whether the token has a counter or a clock to lose step with. */
    public static boolean isResynchronisable(Token token) {
        return ConsoleResynchroniseController.isPossible(token);
    }

    /** Returns until when no passcode is looked at, or nothing: not paused, or locked for good. */
    public @Nullable Instant pausedUntil() {
        Instant until = entry.token().pausedUntil();
        boolean passing = until != null && !isLockedForGood(entry.token()) && now.isBefore(until);
        return entry.token().state() == TokenState.ACTIVE && passing ? until : null;
    }

    /** Says whether there is a pause or lock to end. */
    public boolean isUnlockable() {
        return entry.token().state() == TokenState.ACTIVE && (isLockedForGood(entry.token()) || pausedUntil() != null);
    }

    /** Returns the acts that the operator can do now. There is something to unlock only when it pauses. */
    public List<TokenAct> possible() {
        return TokenAct.PLAIN.stream()
                .filter(act -> TokenTable.of(act, entry.token()) instanceof TokenTable.Verdict.Allowed)
                .filter(act -> act != TokenAct.UNLOCK || isUnlockable())
                .toList();
    }

    /** Returns the acts that cannot be done now, with the reason. */
    public Map<TokenAct, NotAllowed> impossible() {
        Map<TokenAct, NotAllowed> refused = new EnumMap<>(TokenAct.class);
        Stream.concat(Stream.of(TokenAct.ASSIGN, TokenAct.PROVISION, TokenAct.RESYNCHRONISE), TokenAct.PLAIN.stream())
                .forEach(act -> {
                    if (TokenTable.of(act, entry.token()) instanceof TokenTable.Verdict.Refused(NotAllowed why)) {
                        refused.put(act, why);
                    }
                });
        return refused;
    }

    /** Says whether it can be given to a user. */
    public boolean isAssignable() {
        return TokenTable.of(TokenAct.ASSIGN, entry.token()) instanceof TokenTable.Verdict.Allowed;
    }

    /** Says whether its user can be sent a link to enroll it. */
    public boolean isProvisionable() {
        return user != null && TokenTable.of(TokenAct.PROVISION, entry.token()) instanceof TokenTable.Verdict.Allowed;
    }

    /** Returns the platform as texts name it; the app says it, so anything else is other. */
    public static String platform(Device device) {
        String os = device.os().toLowerCase(Locale.ROOT);
        return Stream.of("android", "ios", "ipados", "windows", "macos", "linux", "chromeos")
                .filter(name -> os.startsWith(name) || device.platform().equals(name))
                .findFirst()
                .orElse("other");
    }
}
