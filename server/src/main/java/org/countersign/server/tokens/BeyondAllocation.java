package org.countersign.server.tokens;

/** Says that a virtual server would have more tokens than the provider lets it have. Nothing was changed. */
public final class BeyondAllocation extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int left;

    BeyondAllocation(int left) {
        super("the provider lets this virtual server have " + left + " more tokens");
        this.left = left;
    }

    /** Returns how many more it may have. */
    public int left() {
        return left;
    }
}
