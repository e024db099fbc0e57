package org.countersign.otp;

/**
 * How far around the expected counter an event-based passcode is searched for.
 *
 * @param lookAhead how many passcodes made but never sent are tolerated (s of RFC 4226): 0 to 100; each is one more
 *     passcode that a guess may hit
 * @param lookBehind how many counters before the expected one are recognised as spent: 1 to 1,000
 * @param resynchronise how many counters ahead two consecutive passcodes are searched for: 1 to 2,880
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4226#section-7.4">RFC 4226, section 7.4</a>
 */
public record HotpWindow(int lookAhead, int lookBehind, int resynchronise) {
    /** 10 ahead, 10 behind, 200 to resynchronise. */
    public static final HotpWindow DEFAULT = new HotpWindow(10, 10, 200);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the part that is out of range, and the range
     */
    public HotpWindow {
        Ranges.require("lookAhead", lookAhead, 0, 100);
        Ranges.require("lookBehind", lookBehind, 1, 1_000);
        Ranges.require("resynchronise", resynchronise, 1, 2_880);
    }
}
