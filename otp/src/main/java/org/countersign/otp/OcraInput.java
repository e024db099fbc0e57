package org.countersign.otp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a response is computed from besides the key: the question, and whatever else the suite asks for.
 *
 * <p>Whether it is what the suite asks for, no more and no less, is checked by {@link Ocra#response}. It may hold a PIN,
 * so it is not a record and says nothing of its content.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6287#section-5.1">RFC 6287, section 5.1</a>
 */
public final class OcraInput {
    /** In place of a counter or time step that was not given. */
    static final long ABSENT = -1;

    final String question;
    final String counterpart;
    final long counter;
    final byte @Nullable [] pin;
    final boolean pinIsHash;
    final byte @Nullable [] session;
    final long timeStep;

    private OcraInput(Builder builder) {
        this.question = builder.question;
        this.counterpart = builder.counterpart;
        this.counter = builder.counter;
        this.pin = builder.pin;
        this.pinIsHash = builder.pinIsHash;
        this.session = builder.session;
        this.timeStep = builder.timeStep;
    }

    /** Begins with the question that the other side asked. */
    public static Builder question(String question) {
        return new Builder(question, "");
    }

    /**
     * Begins with the questions of a mutual challenge-response, which are joined in the order given.
     *
     * @param theirs the question of the side that will check this response
     * @param ours the question of the side that computes this response
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6287#section-7.2">RFC 6287, section 7.2</a>
     */
    public static Builder mutualQuestion(String theirs, String ours) {
        return new Builder(theirs, ours);
    }

    /** Gathers the rest of the input; each part only if the suite asks for it. */
    public static final class Builder {
        private final String question;
        private final String counterpart;
        private long counter = ABSENT;
        private byte @Nullable [] pin;
        private boolean pinIsHash;
        private byte @Nullable [] session;
        private long timeStep = ABSENT;

        private Builder(String question, String counterpart) {
            this.question = question;
            this.counterpart = counterpart;
        }

        /**
         * The counter, for a suite with C.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder counter(long value) {
            this.counter = requireNotNegative("counter", value);
            return this;
        }

        /** The PIN as its owner knows it, for a suite with P; its UTF-8 bytes are hashed as the suite says. */
        public Builder pin(String value) {
            this.pin = value.getBytes(StandardCharsets.UTF_8);
            this.pinIsHash = false;
            return this;
        }

        /** The hash of the PIN, by the hash that the suite names, for a side that keeps only that. */
        public Builder pinHash(byte[] hash) {
            this.pin = hash.clone();
            this.pinIsHash = true;
            return this;
        }

        /** The session information, for a suite with S; shorter than the suite's length is padded with zeros in front. */
        public Builder session(byte[] information) {
            this.session = information.clone();
            return this;
        }

        /**
         * The number of the time step, for a suite with T, as {@link OcraSuite#timeStepAt} counts it.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder timeStep(long number) {
            this.timeStep = requireNotNegative("time step", number);
            return this;
        }

        /** The input as gathered so far. */
        public OcraInput build() {
            return new OcraInput(this);
        }

        private static long requireNotNegative(String name, long value) {
            if (value < 0) {
                throw new IllegalArgumentException("The " + name + " must not be negative, but is " + value);
            }
            return value;
        }
    }
}
