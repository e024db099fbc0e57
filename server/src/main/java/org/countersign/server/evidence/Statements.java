package org.countersign.server.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.ChainEnds;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.audit.Checkpoints;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the audit key signs; docs/formats/audit-export.md. */
final class Statements {
    static final String CHECKPOINT = "countersign-checkpoint+jwt";
    static final String EXPORT = "countersign-audit-export+jwt";

    private Statements() {}

    static String checkpoint(Checkpoints.Draft draft, SigningKey key) {
        ObjectNode claims = CompactJws.newClaims()
                .put("vs", draft.virtualServer().toString())
                .put("key", key.id().toString())
                .put("number", draft.number())
                .put("at", draft.at().toString());
        if (draft.before() != null) {
            claims.put("previous", hash(draft.before().statement()));
        }
        ArrayNode lanes = claims.putArray("lanes");
        for (ChainEnds.End end : draft.ends().lanes()) {
            lanes.addArray().add(end.sequence()).add(end.hash());
        }
        return CompactJws.sign(claims, CHECKPOINT, key.privateKey(), key.id().toString(), null);
    }

    /**
     * Says what an export holds.
     *
     * @param after where it begins, or none for the beginning of the record
     * @param until where it ends
     */
    static String export(
            VirtualServer virtualServer, Range range, @Nullable Checkpoint after, Checkpoint until, SigningKey key) {
        long before = after == null ? 0 : after.ends().events();
        ObjectNode claims = CompactJws.newClaims()
                .put("vs", virtualServer.id().toString())
                .put("key", key.id().toString())
                .put("slug", virtualServer.slug())
                .put("name", virtualServer.name())
                .put("made", range.made().toString())
                .put("from", range.from().toString())
                .put("to", range.to().toString())
                .put("after", after == null ? 0 : after.number())
                .put("until", until.number())
                .put("untilHash", hash(until.statement()))
                .put("events", until.ends().events() - before);
        return CompactJws.sign(claims, EXPORT, key.privateKey(), key.id().toString(), null);
    }

    /** When an export was made, and of which time. */
    record Range(Instant made, Instant from, Instant to) {}

    /** Says which key a statement names as its own. */
    static Optional<UUID> key(String statement) {
        return CompactJws.read(statement).flatMap(read -> read.text("key")).map(UUID::fromString);
    }

    /** Returns a statement's ends when {@code key} has signed exactly what its row says. */
    static boolean holds(Checkpoint checkpoint, SigningKey key) {
        Optional<CompactJws> read = CompactJws.read(checkpoint.statement());
        if (read.isEmpty()
                || !read.get().type().equals(CHECKPOINT)
                || !read.get().isSignedBy(key.publicKey())
                || !read.get().text("vs").equals(Optional.of(key.virtualServer().toString()))
                || !read.get().number("number").equals(Optional.of(checkpoint.number()))) {
            return false;
        }
        ArrayNode lanes = CompactJws.newClaims().putArray("lanes");
        for (ChainEnds.End end : checkpoint.ends().lanes()) {
            lanes.addArray().add(end.sequence()).add(end.hash());
        }
        return lanes.toString().equals(String.valueOf(read.get().claims().get("lanes")));
    }

    static String hash(String statement) {
        try {
            return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(CompactJws.ascii(statement)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
