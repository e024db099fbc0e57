package org.countersign.server.protocol.rest;

/** What came of making a key. */
public sealed interface ApiKeyOutcome {
    /** It is made; this is the one time that it can be shown. A class: nothing prints the key. */
    final class Made implements ApiKeyOutcome {
        private final ApiClient client;
        private final String key;

        Made(ApiClient client, String key) {
            this.client = client;
            this.key = key;
        }

        /** Returns whose it is. */
        public ApiClient client() {
            return client;
        }

        /** Returns the key, to be shown once. */
        public String exposedKey() {
            return key;
        }
    }

    /** What was given cannot be a key; none was made. */
    record Unacceptable(Fault fault) implements ApiKeyOutcome {}

    /** Its role allows more than whoever makes it may do. */
    record Beyond() implements ApiKeyOutcome {}

    /** What cannot be accepted. */
    enum Fault {
        NAME,
        SCOPES,
        ROLE,
        EXPIRY
    }
}
