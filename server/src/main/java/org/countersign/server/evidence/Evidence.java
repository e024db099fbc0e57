package org.countersign.server.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditSearch;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainEnds;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.audit.Checkpoints;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.KeyPurpose;
import org.countersign.server.virtualservers.SigningKey;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Signs the ends of the record and exports it with them, so that whoever has the export can check it alone. */
@Component
public final class Evidence {
    /** By so much the clocks of nodes may differ, and so long a transaction may take, without an event falling between. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    private final VirtualServers virtualServers;
    private final Checkpoints checkpoints;
    private final AuditSearch search;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;

    Evidence(
            VirtualServers virtualServers,
            Checkpoints checkpoints,
            AuditSearch search,
            Audit audit,
            TransactionOperations transactions,
            InstantSource time) {
        this.virtualServers = virtualServers;
        this.checkpoints = checkpoints;
        this.search = search;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    /** Writes a signed checkpoint of everything that is on record now, unless the last one says it all. */
    public Checkpoint checkpoint(VirtualServerId virtualServer) {
        return checkpoints.write(virtualServer, draft -> Statements.checkpoint(draft, key(virtualServer)));
    }

    /** Returns the newest checkpoints, newest first. */
    public List<Checkpoint> newest(VirtualServerId virtualServer, int limit) {
        return checkpoints.newest(virtualServer, limit);
    }

    /**
     * Returns the fingerprint of the key that signs now: SHA-256 of its point, as 64 hexadecimal digits. Whoever checks an
     * export compares it with the one that the check prints.
     */
    public String fingerprint(VirtualServerId virtualServer) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(key(virtualServer).point()));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * Writes everything that is on record from {@code from} to {@code to}, from the checkpoint before to the one after, in
     * the form of docs/formats/audit-export.md. However long the range is, only some events are in memory at a time.
     */
    public void export(VirtualServerId virtualServer, Instant from, Instant to, Actor actor, OutputStream out)
            throws IOException {
        transactions.executeWithoutResult(
                status -> audit.append(AuditEvent.of(virtualServer, AuditType.AUDIT_EXPORTED, actor)
                        .with("form", "evidence")
                        .with("from", from)
                        .with("to", to)));
        Optional<Checkpoint> after = checkpoints.notAfter(virtualServer, from.minus(MARGIN));
        Checkpoint until =
                checkpoints.notBefore(virtualServer, to.plus(MARGIN)).orElseGet(() -> checkpoint(virtualServer));
        String manifest = Statements.export(
                virtualServers.get(virtualServer),
                new Statements.Range(time.instant(), from, to),
                after.orElse(null),
                until,
                key(virtualServer));
        long first = after.map(Checkpoint::number).orElse(1L);
        List<Checkpoint> passed = checkpoints.between(virtualServer, first, until.number());
        EvidenceLines lines = new EvidenceLines(out);
        lines.begin(manifest, keys(manifest, passed));
        for (Checkpoint checkpoint : passed) {
            lines.checkpoint(checkpoint);
        }
        search.each(
                virtualServer, after.map(Checkpoint::ends).orElseGet(ChainEnds::beginning), until.ends(), lines::event);
        lines.end();
    }

    private List<SigningKey> keys(String manifest, List<Checkpoint> passed) {
        return Stream.concat(Stream.of(manifest), passed.stream().map(Checkpoint::statement))
                .flatMap(statement -> Statements.key(statement).stream())
                .distinct()
                .map(virtualServers::key)
                .toList();
    }

    private SigningKey key(VirtualServerId virtualServer) {
        return virtualServers.currentKey(virtualServer, KeyPurpose.AUDIT);
    }
}
