package org.countersign.server.tokens;

import org.countersign.otp.HashAlgorithm;
import org.countersign.server.policy.TokenMode;
import org.jspecify.annotations.Nullable;

/**
 * One key of a document of seeds, as it would be imported; the seed itself is elsewhere.
 *
 * @param position which key of the document it is, 1 and up
 * @param serial serial number, as far as it is known
 * @param fault why it cannot be imported, or none: then everything else is there
 * @param stepSeconds seconds of a time-based passcode; 0 for event-based ones
 */
public record ImportLine(
        int position,
        @Nullable String serial,
        @Nullable Fault fault,
        @Nullable String manufacturer,
        @Nullable TokenMode mode,
        @Nullable HashAlgorithm algorithm,
        int length,
        int stepSeconds) {

    /** Why a key cannot be imported. Names are stored. */
    public enum Fault {
        /** It is not built as PSKC says, or two keys have one name. */
        STRUCTURE,
        /** Neither HOTP nor TOTP, or an unusual hash. */
        ALGORITHM,
        /** Encrypted, signed or restricted in a way that is not read here. */
        FEATURE,
        /** Its own check says that it was changed, or the key is another. */
        CHANGED,
        /** It has no serial number. */
        NO_SERIAL,
        /** Its serial number looks like one of this server's own. */
        OWN_SERIAL,
        /** The document has this serial number twice. */
        TWICE,
        /** There is such a token here already. */
        HERE_ALREADY,
        /** The length of its passcodes, or its time step, is one that is not used here. */
        RULES
    }
}
