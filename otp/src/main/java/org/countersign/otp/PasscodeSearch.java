package org.countersign.otp;

import org.countersign.otp.PasscodeMatch.Matched;
import org.countersign.otp.PasscodeMatch.NoMatch;
import org.countersign.otp.PasscodeMatch.SpentBefore;

/**
 * The search that both matchers share, over moving factors: those up to the last one spent, and those still live.
 *
 * <p>Every passcode in a range is computed and compared in full, and the result is chosen without a branch on where the
 * match was, so the time taken tells the size of the range and nothing else.
 */
final class PasscodeSearch {
    /**
     * The largest counter or step that is taken from outside, 2<sup>53</sup> - 1: the largest whole number that JSON and
     * the web app hold exactly. So no sum with a window can overflow, either.
     */
    static final long MAX_MOVING_FACTOR = (1L << 53) - 1;

    private static final long NONE = -1;

    private final PasscodeSequence sequence;
    private final long lastSpent;

    /** Searches for a token whose moving factors up to {@code lastSpent} are spent; -1 if none is. */
    PasscodeSearch(OtpKey key, OtpParameters parameters, long lastSpent) {
        this.sequence = new PasscodeSequence(key, parameters);
        this.lastSpent = lastSpent;
    }

    /** The number itself, if it is from {@code lowest} to {@link #MAX_MOVING_FACTOR}; {@code name} is for the message. */
    static long require(String name, long number, long lowest) {
        if (number < lowest || number > MAX_MOVING_FACTOR) {
            throw new IllegalArgumentException(
                    "The " + name + " must be " + lowest + " to " + MAX_MOVING_FACTOR + ", but is " + number);
        }
        return number;
    }

    /**
     * Searches the last {@code lookBehind} spent moving factors, and the live ones of a window with both ends included.
     *
     * <p>If by chance a passcode belongs to several moving factors, the lowest live one is taken; unless it is also that
     * of the last one spent, since then the very text that was accepted a moment ago would be accepted again.
     */
    PasscodeMatch find(Passcode typed, int lookBehind, long windowFrom, long windowTo) {
        long spent = NONE;
        for (long factor = Math.max(lastSpent - lookBehind + 1, 0); factor <= lastSpent; factor++) {
            spent = choose(sequence.at(factor).equals(typed), factor, spent);
        }
        long live = NONE;
        // Downwards, so that the lowest match is the one kept.
        for (long factor = windowTo; factor >= lowestLive(windowFrom); factor--) {
            live = choose(sequence.at(factor).equals(typed), factor, live);
        }
        if (live != NONE && (spent == NONE || spent != lastSpent)) {
            return new Matched(live);
        }
        return spent == NONE ? new NoMatch() : new SpentBefore(spent);
    }

    /** Searches the live part of a window for two consecutive passcodes; the match is the second one's factor. */
    PasscodeMatch findPair(Passcode first, Passcode second, long windowFrom, long windowTo) {
        long found = NONE;
        boolean nextIsSecond = false;
        for (long factor = windowTo; factor >= lowestLive(windowFrom); factor--) {
            Passcode passcode = sequence.at(factor);
            boolean isFirst = passcode.equals(first);
            found = choose(isFirst, choose(nextIsSecond, factor + 1, found), found);
            nextIsSecond = passcode.equals(second);
        }
        return found == NONE ? new NoMatch() : new Matched(found);
    }

    private long lowestLive(long windowFrom) {
        return Math.max(Math.max(windowFrom, 0), lastSpent + 1);
    }

    private static long choose(boolean condition, long value, long otherwise) {
        long mask = condition ? -1L : 0L;
        return (value & mask) | (otherwise & ~mask);
    }
}
