package org.countersign.server.tokens;

import java.time.Instant;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * What a challenge-response token is asked.
 *
 * @param token whose answer counts, or nobody's; not for those outside
 * @param question the characters to be typed into the app, in capitals
 */
public record Challenge(ChallengeId id, @Nullable TokenId token, String question, Instant expiresAt) {}
