package org.countersign.server.tokens;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token's state rests on.
 *
 * @param kind where it lives
 * @param manufacturer who made the device, where it was imported with one
 * @param seeded whether it has a seed
 * @param acts how often an act changed its state: an act that says this number happens only if nothing came between
 * @param since when its state was reached, or unknown
 */
public record TokenStanding(
        TokenKind kind,
        @Nullable String manufacturer,
        boolean seeded,
        int acts,
        @Nullable Instant since) {}
