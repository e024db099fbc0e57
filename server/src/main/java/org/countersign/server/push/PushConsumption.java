package org.countersign.server.push;

import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;

/** What came of using an approval. */
public sealed interface PushConsumption {
    /** The approval is used by this call and never again. */
    record Consumed(UserId user, TokenId token, String serial) implements PushConsumption {}

    /** There is nothing to use: not approved, used before, or somebody else's. */
    record Nothing(PushState state) implements PushConsumption {}
}
