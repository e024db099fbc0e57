package org.countersign.server.audit;

import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;

/** Who did something. */
public sealed interface Actor {
    /** Returns the actor as the record shows it, for example {@code operator:01234…}. */
    String text();

    /** A person who signs in. */
    record User(UserId id) implements Actor {
        @Override
        public String text() {
            return "user:" + id;
        }
    }

    /** A person who administers. */
    record Operator(OperatorId id) implements Actor {
        @Override
        public String text() {
            return "operator:" + id;
        }
    }

    /** The device that holds a token. */
    record Device(TokenId token) implements Actor {
        @Override
        public String text() {
            return "device:" + token;
        }
    }

    /** A program that calls the REST API. */
    record ApiClient(ApiClientId id) implements Actor {
        @Override
        public String text() {
            return "api:" + id;
        }
    }

    /** Somebody nobody has identified yet. */
    record Unknown() implements Actor {
        @Override
        public String text() {
            return "unknown";
        }
    }

    /** This server by itself: a time limit, a rule, the first start. */
    record Server() implements Actor {
        @Override
        public String text() {
            return "server";
        }
    }
}
