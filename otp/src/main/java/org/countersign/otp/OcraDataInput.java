package org.countersign.otp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The third part of an OCRA suite: what goes into a response besides the key.
 *
 * @param counter whether a counter goes in
 * @param questionFormat what the question is made of
 * @param questionMaxLength the question's greatest length in characters, 4 to 64
 * @param pinHash the hash of the PIN, or null if no PIN goes in
 * @param sessionLengthBytes the length of the session information, or 0 if none goes in
 * @param timeStep the time step, or null if no time goes in
 */
record OcraDataInput(
        boolean counter,
        OcraSuite.QuestionFormat questionFormat,
        int questionMaxLength,
        @Nullable HashAlgorithm pinHash,
        int sessionLengthBytes,
        @Nullable Duration timeStep) {}
