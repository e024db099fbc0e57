package org.countersign.server.tokens;

import org.countersign.server.virtualservers.Allocation;

/** How many tokens of each type a virtual server has, free, given out or out of use. */
public record HeldTokens(int software, int hardware) {
    /** Returns how many more software tokens it may have. */
    int softwareLeft(Allocation allowed) {
        return Math.max(0, allowed.software() - software);
    }

    /** Returns how many more hardware tokens it may have. */
    int hardwareLeft(Allocation allowed) {
        return Math.max(0, allowed.hardware() - hardware);
    }
}
