package org.countersign.server.tokens;

import org.countersign.server.kernel.TokenId;

/** The seed of a line, sealed for the token that it will be. Shows nothing of itself. */
final class ImportSeed {
    final TokenId token;
    final byte[] sealedSeed;
    final long lastSpent;
    final String policyString;

    ImportSeed(TokenId token, byte[] sealedSeed, long lastSpent, String policyString) {
        this.token = token;
        this.sealedSeed = sealedSeed;
        this.lastSpent = lastSpent;
        this.policyString = policyString;
    }
}
