package org.countersign.otp;

/**
 * How far around the expected step a time-based passcode is searched for.
 *
 * <p>Every live step is one more passcode that a guess may hit: with six digits and three steps, 3 in 1,000,000. RFC
 * 6238 advises at most one step back.
 *
 * @param stepsBack how many steps before the current one are accepted, for slow clocks and slow typing: 0 to 100
 * @param stepsForward how many steps after the current one are accepted, for fast clocks: 0 to 100
 * @param stepsLookBehind how many steps, ending with the last one spent, are recognised as spent: 1 to 1,000, and no
 *     fewer than the window has, so that everything spent in it is recognised
 * @param stepsResynchronise how many steps back and forward two consecutive passcodes are searched for: 1 to 2,880
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238#section-6">RFC 6238, section 6</a>
 */
public record TotpWindow(int stepsBack, int stepsForward, int stepsLookBehind, int stepsResynchronise) {
    /** One step back and forward, 10 behind, 240 to resynchronise: two hours each way at 30 seconds a step. */
    public static final TotpWindow DEFAULT = new TotpWindow(1, 1, 10, 240);

    private static final int MAX_DRIFT = 100;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the part that is out of range, and the range
     */
    public TotpWindow {
        Ranges.require("stepsBack", stepsBack, 0, MAX_DRIFT);
        Ranges.require("stepsForward", stepsForward, 0, MAX_DRIFT);
        Ranges.require("stepsLookBehind", stepsLookBehind, stepsBack + stepsForward + 1, 1_000);
        Ranges.require("stepsResynchronise", stepsResynchronise, 1, 2_880);
    }
}
