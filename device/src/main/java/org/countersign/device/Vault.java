package org.countersign.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.ProtocolException;

/** The tokens of this device, and the enrollments that are under way. */
final class Vault {
    private static final String TOKEN = "token/";
    private static final String PENDING = "pending/";

    private final RecordStore records;

    Vault(RecordStore records) {
        this.records = records;
    }

    /** All tokens, by name. */
    List<TokenRecord> tokens() {
        return records.change(all -> {
            List<TokenRecord> tokens = new ArrayList<>();
            all.forEach((name, text) -> {
                if (name.startsWith(TOKEN)) {
                    tokens.add(read(text));
                }
            });
            tokens.sort(Comparator.comparing(TokenRecord::name).thenComparing(TokenRecord::id));
            return List.copyOf(tokens);
        });
    }

    /**
     * The token of this serial, or of this id.
     *
     * @throws ProtocolException {@code token_unknown}; two servers may have used one serial, then only the id will do
     */
    TokenRecord token(String serialOrId) {
        List<TokenRecord> found = new ArrayList<>();
        for (TokenRecord token : tokens()) {
            if (token.id().equals(serialOrId)) {
                return token;
            }
            if (token.serial().equals(serialOrId)) {
                found.add(token);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new ProtocolException(
                ErrorCodes.TOKEN_UNKNOWN,
                found.isEmpty()
                        ? "There is no token '" + serialOrId + "' here."
                        : "Several servers use the serial " + serialOrId + ". Name the token by its id.");
    }

    Optional<TokenRecord> token(String origin, String serial) {
        return tokens().stream()
                .filter(token -> token.origin().equals(origin) && token.serial().equals(serial))
                .findFirst();
    }

    void put(TokenRecord token) {
        records.change(all -> all.put(TOKEN + token.id(), token.toJson()));
    }

    /** Changes one token; gives what it is then. */
    TokenRecord update(String id, UnaryOperator<TokenRecord> change) {
        return decide(id, token -> Optional.of(change.apply(token))).orElseThrow();
    }

    /** Changes one token where the decision, made alone on what is stored now, is to do so. */
    Optional<TokenRecord> decide(String id, Function<TokenRecord, Optional<TokenRecord>> decision) {
        return records.change(all -> {
            Optional<TokenRecord> next = decision.apply(read(all, id));
            next.ifPresent(token -> all.put(TOKEN + id, token.toJson()));
            return next;
        });
    }

    void remove(String id) {
        records.change(all -> all.remove(TOKEN + id));
    }

    Optional<String> pending(String enrollment) {
        return records.change(all -> Optional.ofNullable(all.get(PENDING + enrollment)));
    }

    void putPending(String enrollment, String sealed) {
        records.change(all -> all.put(PENDING + enrollment, sealed));
    }

    void removePending(String enrollment) {
        records.change(all -> all.remove(PENDING + enrollment));
    }

    private static TokenRecord read(Map<String, String> all, String id) {
        String text = all.get(TOKEN + id);
        if (text == null) {
            throw new ProtocolException(ErrorCodes.TOKEN_UNKNOWN, "This token has been removed from this device.");
        }
        return read(text);
    }

    private static TokenRecord read(String text) {
        try {
            return TokenRecord.fromJson(new Fields(Json.parse(text)));
        } catch (ProtocolException e) {
            throw damaged();
        }
    }

    static ProtocolException damaged() {
        return new ProtocolException(ErrorCodes.VAULT_DAMAGED, "A record of the vault is damaged.");
    }
}
