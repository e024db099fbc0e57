package org.countersign.server.tokens;

import org.countersign.otp.OtpFormatException;

/** What came of a document of seeds, or of the word to import it. */
public sealed interface ImportOutcome {
    /** It was read and waits for the operator's word. */
    record Staged(StagedImport staged) implements ImportOutcome {}

    /** Nothing was read; the reason says why. */
    record Unreadable(OtpFormatException.Reason reason) implements ImportOutcome {}

    /** All of them lie in the inventory. */
    record Imported(int tokens) implements ImportOutcome {}

    /** Some cannot be imported, and the operator did not say to leave them out; nothing was imported. */
    record Faulty(StagedImport staged) implements ImportOutcome {}

    /** The provider lets this virtual server have {@code left} more hardware tokens; nothing was imported. */
    record BeyondAllocation(StagedImport staged, int left) implements ImportOutcome {}

    /** There is no such document any more. */
    record Gone() implements ImportOutcome {}
}
