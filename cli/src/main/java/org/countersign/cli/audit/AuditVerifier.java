package org.countersign.cli.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks an export line by line; docs/formats/audit-export.md. Memory grows with the checkpoints, not with the events. */
final class AuditVerifier {
    private static final String VERSION = "countersign/audit-export/v1";

    private final Findings findings;
    private final Set<String> trusted;
    private final Set<String> signers = new TreeSet<>();
    private final Map<String, AuditKey> keys = new HashMap<>();
    private final List<Ends> checkpoints = new ArrayList<>();
    private JsonLine manifest;
    private @Nullable SignedStatement lastCheckpoint;
    private LaneWalk @Nullable [] lanes;
    private long line;
    private long events;
    private boolean ended;

    private AuditVerifier(Findings findings, Set<String> trusted, JsonLine manifest) {
        this.findings = findings;
        this.trusted = trusted;
        this.manifest = manifest;
    }

    /**
     * What the file says it is.
     *
     * @param signers fingerprints of the keys that signed
     */
    record Summary(JsonLine manifest, long events, Set<String> signers) {}

    /**
     * Checks everything.
     *
     * @param trusted fingerprints that may have signed, or none: then any key in the file may
     * @throws JsonLine.Unreadable when the file is no export at all
     */
    static Summary verify(BufferedReader file, Set<String> trusted, Findings findings)
            throws IOException, JsonLine.Unreadable {
        String first = file.readLine();
        JsonLine header = JsonLine.read(first == null ? "" : first);
        if (!header.has("export") || !header.text("export").equals(VERSION)) {
            throw new JsonLine.Unreadable("it is not a signed export of the record, version 1");
        }
        AuditVerifier verifier = new AuditVerifier(findings, trusted, header);
        verifier.header(header);
        for (String text = file.readLine(); text != null; text = file.readLine()) {
            verifier.line++;
            if (!verifier.tryLine(text)) {
                break;
            }
        }
        verifier.end();
        return new Summary(verifier.manifest, verifier.events, verifier.signers);
    }

    private void header(JsonLine header) throws JsonLine.Unreadable {
        line = 1;
        header.requireOnly(Set.of("export", "manifest", "keys"));
        for (Object item : header.list("keys")) {
            Map<String, String> key = JsonLine.asTexts(item, "keys");
            keys.put(key.getOrDefault("kid", ""), AuditKey.of(SignedStatement.bytes(key.getOrDefault("point", ""))));
        }
        SignedStatement statement = SignedStatement.read(header.text("manifest"));
        manifest = statement.claims();
        signed(statement, "countersign-audit-export+jwt", "what the export says about itself");
    }

    private void signed(SignedStatement statement, String type, String what) throws JsonLine.Unreadable {
        AuditKey key = statement.signer(type, keys);
        if (key == null) {
            findings.add(line, what + " is not signed by its key: it was changed or made by somebody else");
            return;
        }
        if (signers.add(key.fingerprint()) && !trusted.isEmpty() && !trusted.contains(key.fingerprint())) {
            findings.add(line, what + " is signed by another key than yours: " + key.fingerprint());
        }
    }

    /** Returns whether it makes sense to read on. */
    private boolean tryLine(String text) {
        try {
            if (ended) {
                findings.add(line, "something stands behind the end");
                return false;
            }
            line(JsonLine.read(text));
            return true;
        } catch (JsonLine.Unreadable unreadable) {
            findings.add(line, "it cannot be read, because " + unreadable.getMessage());
            return false;
        }
    }

    private void line(JsonLine read) throws JsonLine.Unreadable {
        if (read.has("checkpoint")) {
            read.requireOnly(Set.of("checkpoint"));
            checkpoint(SignedStatement.read(read.text("checkpoint")));
        } else if (read.has("end")) {
            read.requireOnly(Set.of("end"));
            ended = true;
            if (read.number("end") != events) {
                findings.add(line, "the file says " + read.number("end") + " events, but it has " + events);
            }
        } else {
            ExportedEvent event = ExportedEvent.read(read);
            events++;
            walks()[event.lane()].take(event, line);
        }
    }

    private void checkpoint(SignedStatement statement) throws JsonLine.Unreadable {
        JsonLine claims = statement.claims();
        long number = claims.number("number");
        String what = "checkpoint " + number;
        signed(statement, "countersign-checkpoint+jwt", what);
        if (!claims.text("vs").equals(manifest.text("vs"))) {
            findings.add(line, what + " is of another virtual server");
        }
        long expected = Math.max(1, manifest.number("after")) + checkpoints.size();
        if (number != expected) {
            findings.add(line, "checkpoint " + expected + " should stand here, not " + number);
        }
        if (lastCheckpoint != null && !lastCheckpoint.hash().equals(claims.textOrNone("previous"))) {
            findings.add(line, what + " does not follow the one before it");
        }
        if (lanes != null) {
            findings.add(line, what + " stands behind events");
        }
        lastCheckpoint = statement;
        checkpoints.add(Ends.read(claims.list("lanes")));
    }

    /** Once the first event comes, all checkpoints are known. */
    private LaneWalk[] walks() throws JsonLine.Unreadable {
        LaneWalk[] known = lanes;
        if (known == null) {
            boolean fromTheBeginning = manifest.number("after") == 0;
            Ends start = fromTheBeginning || checkpoints.isEmpty() ? Ends.beginning() : checkpoints.getFirst();
            known = new LaneWalk[ExportedEvent.LANES];
            for (int lane = 0; lane < known.length; lane++) {
                known[lane] = new LaneWalk(lane, manifest.text("vs"), start, checkpoints, findings);
            }
            lanes = known;
        }
        return known;
    }

    private void end() throws JsonLine.Unreadable {
        line++;
        if (!ended) {
            findings.add(line, "the file ends before its end: it was cut off");
        }
        if (lastCheckpoint == null || !lastCheckpoint.hash().equals(manifest.text("untilHash"))) {
            findings.add(line, "the checkpoint at which the export ends is missing");
            return;
        }
        for (LaneWalk walk : walks()) {
            walk.end(checkpoints.getLast(), line);
        }
        if (events != manifest.number("events")) {
            findings.add(
                    line, "the export was signed with " + manifest.number("events") + " events, but has " + events);
        }
    }
}
