package org.countersign.server.audit;

/** What a check of the chain found. */
public sealed interface ChainCheck {
    /** Every entry is there, in order and unchanged. */
    record Intact(long entries) implements ChainCheck {}

    /**
     * The chain does not hold.
     *
     * @param lane lane of the chain
     * @param sequence first sequence number that is missing or does not fit
     * @param what what is wrong, for people
     */
    record Broken(int lane, long sequence, String what) implements ChainCheck {}
}
