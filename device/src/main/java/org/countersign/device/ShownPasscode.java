package org.countersign.device;

import java.time.Instant;

/** A passcode to be shown to its owner, and until when it is good. */
public sealed interface ShownPasscode {
    /** The characters, never to be logged. */
    String exposed();

    /** A time-based passcode. */
    final class OfTime implements ShownPasscode {
        private final String characters;
        private final Instant end;
        private final boolean spent;

        OfTime(String characters, Instant end, boolean spent) {
            this.characters = characters;
            this.end = end;
            this.spent = spent;
        }

        @Override
        public String exposed() {
            return characters;
        }

        /** When the next one takes its place. */
        public Instant end() {
            return end;
        }

        /** Whether this app has already sent it, so that it will be refused when typed. */
        public boolean isSpent() {
            return spent;
        }
    }

    /** An event-based passcode: good until it or a later one is used. */
    final class OfEvent implements ShownPasscode {
        private final String characters;

        OfEvent(String characters) {
            this.characters = characters;
        }

        @Override
        public String exposed() {
            return characters;
        }
    }
}
