package org.countersign.server.audit;

import java.util.UUID;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;

/** Who did something. */
public sealed interface Actor {
    /** Returns the actor as the record shows it, for example {@code operator:01234…}. */
    String text();

    /**
     * Reads an actor as {@link #text} wrote it.
     *
     * @throws IllegalArgumentException when nobody is written like this
     */
    static Actor parse(String text) {
        int colon = text.indexOf(':');
        UUID id = colon < 0 ? null : UUID.fromString(text.substring(colon + 1));
        if (id == null) {
            return text.equals("server") ? new Server() : new Unknown();
        }
        return switch (text.substring(0, colon)) {
            case "user" -> new User(new UserId(id));
            case "operator" -> new Operator(new OperatorId(id));
            case "device" -> new Device(new TokenId(id));
            case "api" -> new ApiClient(new ApiClientId(id));
            default -> throw new IllegalArgumentException("no such kind of actor");
        };
    }

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
