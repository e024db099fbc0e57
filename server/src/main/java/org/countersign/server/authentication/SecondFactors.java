package org.countersign.server.authentication;

import java.util.List;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.policy.PinPlace;
import org.jspecify.annotations.Nullable;

/**
 * What somebody whose password was right can go on with, besides their phone.
 *
 * @param passcodes whether to ask for a passcode: somebody has a token that shows them, or none at all
 * @param digitsOnly whether every passcode they have is decimal
 * @param besidePin where the virtual server's rules have people type a PIN, whoever they are; none where there is no PIN
 * @param answering tokens that answer challenges
 */
public record SecondFactors(
        boolean passcodes, boolean digitsOnly, @Nullable PinPlace besidePin, List<Answering> answering) {
    /** Says whether there is a token to be asked a challenge. */
    public boolean challenges() {
        return !answering.isEmpty();
    }

    /** A token that answers challenges, by the name its user gave it. */
    public record Answering(TokenId token, String serial, String name) {}
}
